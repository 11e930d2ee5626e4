import type { PlainRule } from './finding.ts';
import type { HiddenRange } from './hidden-markup.ts';
import { near } from './near.ts';
import { type Pattern, PATTERNS } from './patterns.ts';

export interface Phrases {
  /** The first one of each rule that people can see. */
  readonly seen: ReadonlyMap<PlainRule, number>;
  /** Where the first one in a hidden part is. */
  readonly hiddenAt: number | null;
}

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '«': '»',
  '„': '“',
};

/**
 * Phrases that read as if they were meant for a model, each pattern looked for once in the whole text. Words that stand alone in a pair
 * of quotation marks are a quotation: an article about such phrases is no attack. In JSON, and where nobody sees them, marks quote nothing.
 * @param text as `readableText` gives it
 * @param lower the same in small letters, with the same offsets
 * @param hidden in order, without overlaps
 */
export function phrasesAt(text: string, lower: string, hidden: readonly HiddenRange[]): Phrases {
  const seen = new Map<PlainRule, number>();
  let hiddenAt: number | null = null;
  const isJson = /^\s{0,20}[[{]/u.test(text) && /[\]}]\s{0,20}$/u.test(text.slice(-30));
  for (const pattern of PATTERNS) {
    const { rule } = pattern;
    let at = 0;
    let isSeen = false;
    for (const { offset, end } of hitsOf(pattern, text, lower)) {
      while ((hidden[at]?.end ?? Infinity) <= offset) at += 1;
      const isHidden = (hidden[at]?.start ?? Infinity) <= offset;
      if (isHidden) hiddenAt = Math.min(hiddenAt ?? offset, offset);
      else if (rule === 'CHAT_TEMPLATE_TOKEN' || isJson || !isQuoted(text, offset, end)) {
        seen.set(rule, Math.min(seen.get(rule) ?? offset, offset));
        isSeen = true;
      }
      // One of each kind is enough.
      if (isSeen && (hiddenAt !== null || hidden[at] === undefined)) break;
    }
  }
  return { seen, hiddenAt };
}

function* hitsOf(
  { words, find, isExact }: Pattern,
  text: string,
  lower: string,
): Generator<{ readonly offset: number; readonly end: number }> {
  const where = isExact === true ? text : lower;
  if (!words.some((word) => where.includes(word))) return;
  if (find instanceof RegExp)
    for (const { index, 0: phrase } of where.matchAll(find)) yield { offset: index, end: index + phrase.length };
  else yield* near(where, find);
}

function isQuoted(text: string, offset: number, end: number): boolean {
  const closing = CLOSING[text[offset - 1] ?? ''];
  if (closing === undefined || /[:[,{]\s{0,5}$/u.test(text.slice(Math.max(0, offset - 7), offset - 1))) return false;
  return text
    .slice(end, end + 3)
    .replace(/^[.,!?…]{1,2}/u, '')
    .startsWith(closing);
}
