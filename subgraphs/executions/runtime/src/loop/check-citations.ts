import type { Citation } from '../journal.ts';
import type { RetrievedPassage } from '../runtime-parts.ts';

const MARK = /\s?\[(\d{1,3})\]/gu;
const QUOTE_CHARACTERS = 280;

export interface CheckedAnswer {
  /** Without invented marks. */
  readonly text: string;
  readonly citations: readonly Citation[];
  /** Marks that named no passage the model was given. */
  readonly invented: number;
}

/** The sentence of the passage that shares most words with the text before the mark, and where it begins in the passage. */
function quoteFor(passage: RetrievedPassage, statement: string): { readonly text: string; readonly at: number } {
  const wanted = wordsOf(statement);
  let best = { text: passage.text.slice(0, QUOTE_CHARACTERS), at: 0 };
  let bestScore = -1;
  for (const { 0: sentence, index } of passage.text.matchAll(/[^\s.!?][^.!?\n]*[.!?]*/gu)) {
    const score = [...wordsOf(sentence)].filter((word) => wanted.has(word)).length;
    if (score > bestScore) {
      best = { text: sentence.trimEnd().slice(0, QUOTE_CHARACTERS), at: index };
      bestScore = score;
    }
  }
  return best;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
}

/**
 * Checks the marks of an answer against the passages that the model was given. An invented one is removed and counted.
 * @param passages in the order of their numbers, from 1
 */
export function checkCitations(answer: string, passages: readonly RetrievedPassage[]): CheckedAnswer {
  const citations = new Map<number, Citation>();
  let invented = 0;
  const text = answer.replaceAll(MARK, (mark, digits: string, offset: number) => {
    const number = Number(digits);
    const passage = passages[number - 1];
    if (passage === undefined) {
      invented += 1;
      return '';
    }
    if (!citations.has(number)) {
      const before = answer.slice(Math.max(0, offset - 400), offset);
      const statement = before.slice(before.search(/[^.!?\n]*[.!?]?\s*$/u));
      const quote = quoteFor(passage, statement);
      const startOffset = passage.startOffset + quote.at;
      citations.set(number, {
        number,
        passageId: passage.passageId,
        documentTitle: passage.documentTitle,
        page: passage.page,
        startOffset,
        endOffset: startOffset + quote.text.length,
        quote: quote.text,
      });
    }
    return mark;
  });
  return { text, citations: [...citations.values()].toSorted((left, right) => left.number - right.number), invented };
}
