import type { HiddenRule } from './finding.ts';
import { escapeAt } from './terminal-escape-at.ts';

export interface HiddenCharacters {
  readonly rule: HiddenRule;
  readonly offset: number;
}

/** The flags of England, Scotland and Wales, the only ones in use: a black flag, `gbeng` in tags, and the end. */
const FLAG =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/gu;
const TAG = /[\u{E0001}\u{E0020}-\u{E007F}]/u;
/** From left to right is the direction of a telephone number in a page of any language; over letters of the other one it hides. */
const OVERRIDE =
  /\u202E[^\n\u202C\u2069]{0,2}[\p{L}\p{N}\p{P} ]{8}|\u202D[^\n\u202C\u2069]{0,40}[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u;
const RUN = /[\u034F\u00AD\u115F\u1160\u180E\u200B-\u200D\u2060-\u2064\u3164\uFEFF\p{VS}]{12,}/gu;
/** What newsletters pad their first line with, again and again in the same order: no data. */
const PADDING = /^([\u034F\u00AD\u200C\uFEFF]{1,4})\1*[\u034F\u00AD\u200C\uFEFF]{0,3}$/u;
const NOT_ASCII = /[^\p{ASCII}]/u;

/** Characters that hide something from people, by rule, each where it is first. */
export function hiddenCharactersAt(text: string): readonly HiddenCharacters[] {
  const found: (readonly [HiddenRule, number])[] = [];
  if (NOT_ASCII.test(text)) {
    // As many other characters in the place of each flag, so that offsets stay.
    const withoutFlags = text.includes('\u{1F3F4}') ? text.replaceAll(FLAG, (flag) => ' '.repeat(flag.length)) : text;
    found.push(['TAG_CHARACTERS', withoutFlags.search(TAG)]);
    found.push(['BIDI_OVERRIDE', text.search(OVERRIDE)]);
    found.push(['INVISIBLE_RUN', runAt(text)]);
  }
  found.push(['TERMINAL_ESCAPE', escapeAt(text)]);
  return found.flatMap(([rule, offset]) => (offset < 0 ? [] : [{ rule, offset }]));
}

/** Only what has two kinds of characters can spell bytes. */
function runAt(text: string): number {
  for (const { index, 0: run } of text.matchAll(RUN))
    if (new Set(run.slice(0, 400)).size > 1 && !PADDING.test(run)) return index;
  return -1;
}
