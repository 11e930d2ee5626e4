import { answerTypeOf } from './answer-type.ts';
import type { Passage } from './passages.ts';
import type { Question } from './question.ts';
import { splitSentences } from './sentences.ts';
import { matchOf, type QuestionTerm, type TextTerms, termsOf } from './terms.ts';

export interface RankedSentence {
  readonly text: string;
  readonly passage: Passage;
  /** Place in its passage. */
  readonly place: number;
  /** The sentence before it; null = it is the first. */
  readonly before: string | null;
  /** The sentence after it; null = it is the last. */
  readonly after: string | null;
  /** Share of what was asked that the sentence itself names, 0…1. */
  readonly own: number;
  /** The same with title and neighbours. */
  readonly covered: number;
  /** Cosine of the sentence vectors; 0 until measured. */
  readonly similarity: number;
  /** It can hold the kind of thing that was asked for (a number, a time, a price …). */
  readonly fits: boolean;
  /** Every name and number of the question is in its passage. */
  readonly specific: boolean;
  /** Every word that matters in the question is in some passage, not always in this one. */
  readonly known: boolean;
  readonly score: number;
}

export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** Sentences that are compared by meaning; more would make the first question over new text slow. */
const COMPARED = 24;
/** What a word of the title or of a neighbour counts, against one of the sentence itself. */
const CONTEXT_SHARE = 0.6;

interface Candidate {
  readonly text: string;
  readonly passage: Passage;
  readonly place: number;
  readonly before: string | null;
  readonly after: string | null;
  readonly terms: TextTerms;
  readonly near: TextTerms;
  readonly whole: TextTerms;
}

/**
 * Ranks the sentences of the passages by what they have of the question: its words weighted by rarity (IDF over the
 * given sentences), the same through synonyms, words of title and neighbours at a discount, and the similarity of meaning.
 */
export async function rankSentences(
  question: Question,
  passages: readonly Passage[],
  embed: Embed,
): Promise<readonly RankedSentence[]> {
  const candidates = passages.flatMap(candidatesOf);
  const weights = weightTerms(question.terms, candidates);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const known = question.terms.every(
    (term) => term.weight < 1 || candidates.some(({ whole }) => matchOf(term, whole) > 0),
  );
  const type = answerTypeOf(question.text);
  const measured = candidates.map((candidate) => {
    const shares = question.terms.map((term) => {
      const own = matchOf(term, candidate.terms);
      return {
        weight: weights.get(term) ?? 0,
        own,
        covered: Math.max(own, CONTEXT_SHARE * matchOf(term, candidate.near)),
        whole: matchOf(term, candidate.whole),
      };
    });
    const share = (value: (of: (typeof shares)[number]) => number): number =>
      total === 0 ? 0 : shares.reduce((sum, one) => sum + one.weight * value(one), 0) / total;
    const fits = type === null || type(candidate.text, candidate.terms);
    const specific = question.terms.every((term) => !term.specific || matchOf(term, candidate.whole) > 0);
    return {
      text: candidate.text,
      passage: candidate.passage,
      place: candidate.place,
      before: candidate.before,
      after: candidate.after,
      own: share(({ own }) => own),
      covered: share(({ covered }) => covered),
      fits,
      specific,
      known,
    };
  });
  const compared = measured
    .toSorted((left, right) => right.covered - left.covered || Number(right.fits) - Number(left.fits))
    .slice(0, COMPARED);
  const [asked, ...vectors] = await embed([question.meaning, ...compared.map(({ text }) => text)]);
  return compared
    .map((sentence, index) => {
      const similarity = cosine(asked, vectors[index]);
      return {
        ...sentence,
        similarity,
        score: 0.65 * sentence.covered + 0.35 * Math.max(0, similarity) + (sentence.fits ? 0 : -0.2),
      };
    })
    .toSorted(
      (left, right) =>
        right.score - left.score || left.passage.number - right.passage.number || left.place - right.place,
    );
}

function candidatesOf(passage: Passage): readonly Candidate[] {
  const sentences = splitSentences(passage.text);
  const whole = termsOf(`${passage.title}\n${passage.text}`);
  return sentences.map((text, place) => ({
    text,
    passage,
    place,
    before: sentences[place - 1] ?? null,
    after: sentences[place + 1] ?? null,
    terms: termsOf(text),
    near: termsOf([passage.title, sentences[place - 1] ?? '', sentences[place + 1] ?? ''].join('\n')),
    whole,
  }));
}

/** Rarity over the sentences: a word that no passage has weighs most, and so speaks most against an answer. */
function weightTerms(
  terms: readonly QuestionTerm[],
  candidates: readonly Candidate[],
): ReadonlyMap<QuestionTerm, number> {
  return new Map(
    terms.map((term) => {
      const having = candidates.filter((candidate) => matchOf(term, candidate.terms) > 0).length;
      return [term, term.weight * Math.log(1 + (candidates.length + 1) / (having + 0.5))];
    }),
  );
}

/** Of unit vectors. */
function cosine(left: Float32Array | undefined, right: Float32Array | undefined): number {
  if (left === undefined || right === undefined) return 0;
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
