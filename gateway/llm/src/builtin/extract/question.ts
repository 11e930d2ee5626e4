import { type QuestionTerm, questionTerms } from './terms.ts';

/** A question, with what it takes over from the one before. */
export interface Question {
  /** As it was asked. */
  readonly text: string;
  /** What is compared by meaning: a follow-up together with the question it follows. */
  readonly meaning: string;
  readonly terms: readonly QuestionTerm[];
}

const FOLLOW_UP =
  /^(?:and|but|or|also|what about|how about|what if|why|really)\b|\b(?:it|that|those|they|them|this|these|there)\b/i;
/** A question with fewer words of its own leans on the one before. */
const ENOUGH_TERMS = 2;
/** What a taken-over word counts. */
const TAKEN_OVER = 0.5;

/** @param previous the user's turn before; null = none */
export function readQuestion(text: string, previous: string | null): Question {
  const terms = questionTerms(text);
  const own = terms.filter(({ weight }) => weight === 1);
  if (previous === null || !(own.length < ENOUGH_TERMS || (FOLLOW_UP.test(text) && own.length <= ENOUGH_TERMS)))
    return { text, meaning: text, terms };
  const known = new Set(terms.map(({ stem }) => stem));
  const taken = questionTerms(previous)
    .filter(({ stem }) => !known.has(stem))
    .map((term) => ({ ...term, specific: false, weight: term.weight * TAKEN_OVER }));
  return { text, meaning: `${previous} ${text}`, terms: [...terms, ...taken] };
}
