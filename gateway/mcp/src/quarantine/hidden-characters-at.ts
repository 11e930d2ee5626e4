import type { HiddenRule } from './finding.ts';
import { escapeAt } from './terminal-escape-at.ts';

export interface HiddenCharacters {
  readonly rule: HiddenRule;
  readonly offset: number;
}

/** A flag of a region (Scotland, Texas): a black flag, up to six letters, and the end. */
const FLAG = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}/gu;
const TAG = /[\u{E0001}\u{E0020}-\u{E007F}]/u;
const OVERRIDE = /[\u202D\u202E][^\n\u202C\u2069]{0,2}[\p{L}\p{N}\p{P} ]{8}/u;
const RUN = /[\u00AD\u115F\u1160\u180E\u200B-\u200D\u2060-\u2064\u3164\uFEFF\p{VS}]{12}/u;

/** Characters that hide something from people, by rule, each where it is first. */
export function hiddenCharactersAt(text: string): readonly HiddenCharacters[] {
  // As many other characters in the place of each flag, so that offsets stay.
  const withoutFlags = text.replaceAll(FLAG, (flag) => ' '.repeat(flag.length));
  const found: readonly (readonly [HiddenRule, number])[] = [
    ['TAG_CHARACTERS', withoutFlags.search(TAG)],
    ['BIDI_OVERRIDE', text.search(OVERRIDE)],
    ['INVISIBLE_RUN', text.search(RUN)],
    ['TERMINAL_ESCAPE', escapeAt(text)],
  ];
  return found.flatMap(([rule, offset]) => (offset < 0 ? [] : [{ rule, offset }]));
}
