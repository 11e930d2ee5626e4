import { exfiltrationLinkAt } from './exfiltration-link-at.ts';
import type { QuarantineRule, TextFinding } from './finding.ts';
import { hiddenCharactersAt } from './hidden-characters-at.ts';
import { hiddenMarkup } from './hidden-markup.ts';
import { phrasesAt } from './phrases-at.ts';
import { readableText } from './readable-text.ts';
import { visibleText } from './visible-text.ts';

const EXCERPT = 160;

/**
 * What in a text is hidden from people, or reads as if it were meant for a model: the first finding of each rule. Pure, and takes
 * time in proportion to the length of the text. It finds what is known; a text without a finding is as untrusted as before.
 */
export function inspectText(text: string): readonly TextFinding[] {
  const findings: TextFinding[] = [];
  const found = (rule: QuarantineRule, hidden: boolean, offset: number): void => {
    if (findings.some((finding) => finding.rule === rule)) return;
    findings.push({ rule, hidden, offset, excerpt: excerptOf(text, offset) });
  };
  for (const { rule, offset } of hiddenCharactersAt(text)) found(rule, true, offset);
  for (const part of hiddenMarkup(text)) {
    const phrase = phrasesAt(readableText(part.text))[0];
    if (phrase !== undefined) found('HIDDEN_MARKUP', true, part.offset);
  }
  const readable = readableText(text);
  const phrases = phrasesAt(readable);
  // Compatibility forms of letters can be seen; what appears only without the invisible ones cannot.
  const seen = readable === text || phrases.length === 0 ? phrases : phrasesAt(text.normalize('NFKC'));
  for (const { rule, offset } of phrases) {
    const isSeen = seen.some((phrase) => phrase.rule === rule);
    if (isSeen) found(rule, false, seen.find((phrase) => phrase.rule === rule)?.offset ?? offset);
    else found('SPLIT_WORDS', true, offset);
  }
  const link = exfiltrationLinkAt(text);
  if (link >= 0) found('EXFILTRATION_LINK', false, link);
  return findings;
}

function excerptOf(text: string, offset: number): string {
  return visibleText(text.slice(offset, offset + EXCERPT))
    .slice(0, EXCERPT)
    .trim()
    .toWellFormed();
}
