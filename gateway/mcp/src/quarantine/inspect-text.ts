import { exfiltrationLinkAt } from './exfiltration-link-at.ts';
import type { QuarantineRule, TextFinding } from './finding.ts';
import { hiddenCharactersAt } from './hidden-characters-at.ts';
import { hiddenMarkup } from './hidden-markup.ts';
import { phrasesAt } from './phrases-at.ts';
import { offsetIn, readableText, seenText } from './readable-text.ts';
import { spokenSequenceAt } from './terminal-escape-at.ts';
import { visibleText } from './visible-text.ts';

const EXCERPT = 160;
/** No phrase is shorter. */
const SHORTEST = 8;

/**
 * What in a text is hidden from people, or reads as if it were meant for a model: the first finding of each rule. Pure, and takes
 * time in proportion to the length of the text. It finds what is known; a text without a finding is as untrusted as before.
 */
export function inspectText(text: string): readonly TextFinding[] {
  if (text.length < SHORTEST) return hiddenIn(text);
  const findings = [...hiddenIn(text)];
  const found = (rule: QuarantineRule, hidden: boolean, offset: number): void => {
    if (findings.some((finding) => finding.rule === rule)) return;
    findings.push(findingAt(text, { rule, hidden, offset }));
  };
  const spoken = spokenSequenceAt(text, (said) => phrasesIn(said).seen.size > 0);
  if (spoken >= 0) found('TERMINAL_ESCAPE', true, spoken);
  const readable = readableText(text);
  const { seen, hiddenAt } = phrasesIn(readable);
  const original = (offset: number): number => (readable === text ? offset : offsetIn(text, offset));
  if (hiddenAt !== null) found('HIDDEN_MARKUP', true, original(hiddenAt));
  if (seen.size > 0) {
    // Compatibility forms of letters can be seen; what appears only without the invisible ones cannot.
    const people = seenText(text);
    const shown = people === readable ? seen : phrasesIn(people).seen;
    for (const [rule, offset] of seen) {
      if (shown.has(rule)) found(rule, false, original(offset));
      else found('SPLIT_WORDS', true, original(offset));
    }
  }
  const link = exfiltrationLinkAt(text);
  if (link >= 0) found('EXFILTRATION_LINK', false, link);
  return findings;
}

function phrasesIn(readable: string) {
  const small = readable.toLowerCase();
  // A few letters become longer; offsets have to stay.
  const lower =
    small.length === readable.length ? small : readable.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
  return phrasesAt(readable, lower, hiddenMarkup(lower));
}

function hiddenIn(text: string): readonly TextFinding[] {
  return hiddenCharactersAt(text).map(({ rule, offset }) => findingAt(text, { rule, hidden: true, offset }));
}

function findingAt(text: string, place: Omit<TextFinding, 'excerpt'>): TextFinding {
  const { offset } = place;
  const excerpt = visibleText(text.slice(offset, offset + EXCERPT))
    .slice(0, EXCERPT)
    .trim()
    .toWellFormed();
  return { ...place, excerpt };
}
