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

/** The sentence of the passage that shares most words with the text before the mark; the mark stands at the end of a statement. */
function quoteFor(passage: RetrievedPassage, statement: string): string {
  const wanted = new Set(statement.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
  const sentences = passage.text.match(/[^.!?\n]+[.!?]*/gu)?.map((sentence) => sentence.trim()) ?? [passage.text];
  let best = sentences[0] ?? '';
  let bestScore = -1;
  for (const sentence of sentences) {
    const words = sentence.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
    const score = words.filter((word) => wanted.has(word)).length;
    if (score > bestScore) [best, bestScore] = [sentence, score];
  }
  return best.slice(0, QUOTE_CHARACTERS);
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
      citations.set(number, {
        number,
        passageId: passage.passageId,
        documentTitle: passage.documentTitle,
        page: passage.page,
        startOffset: passage.startOffset,
        endOffset: passage.endOffset,
        quote: quoteFor(passage, statement),
      });
    }
    return mark;
  });
  return { text, citations: [...citations.values()].toSorted((left, right) => left.number - right.number), invented };
}
