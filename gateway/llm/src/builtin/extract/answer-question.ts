import type { Passage } from './passages.ts';
import type { Question } from './question.ts';
import { type Embed, type RankedSentence, rankSentences } from './rank-sentences.ts';

/** Sentences of the passages that answer, in reading order. */
export interface ExtractedAnswer {
  readonly sentences: readonly { readonly text: string; readonly number: number }[];
  readonly score: number;
}

/**
 * Calibrated on bench/extract-questions.json: below these the passages count as silent. They are strict on purpose;
 * a missed answer is a nuisance, a wrong one is a lie.
 */
const THRESHOLD = {
  own: 0.3,
  covered: 0.62,
  /** Enough when the meaning is near, too. */
  coveredWhenSimilar: 0.5,
  similar: 0.55,
  /** A word that no passage knows may be the very thing that was asked for. */
  coveredWithUnknownWord: 0.75,
  similarWithUnknownWord: 0.5,
} as const;
const MAXIMUM_SENTENCES = 3;
/** Further sentences must be nearly as good as the best. */
const NEARLY = 0.9;
/** Such a beginning needs the sentence before it to be understood. */
const LEANS_BACK =
  /^(?:it|they|this|these|those|that|he|she|such|however|in (?:this|that) case|afterwards|otherwise|then)\b/i;

const INSTRUCTION = /\bhow (?:do|can|should|must|to)\b|\bwhat (?:should|must|do|can) (?:i|we)\b/i;

/** Null = the passages do not answer the question. */
export async function answerQuestion(
  question: Question,
  passages: readonly Passage[],
  embed: Embed,
): Promise<ExtractedAnswer | null> {
  if (question.terms.length === 0) return null;
  const ranked = (await rankSentences(question, passages, embed)).filter(answers);
  const best = ranked[0];
  if (best === undefined) return null;
  const chosen = ranked.filter(({ score }) => score >= NEARLY * best.score).slice(0, MAXIMUM_SENTENCES);
  const reading = chosen.toSorted(
    (left, right) => left.passage.number - right.passage.number || left.place - right.place,
  );
  const texts = reading.flatMap((sentence) =>
    inContext(sentence, INSTRUCTION.test(question.text)).map((text) => ({ text, number: sentence.passage.number })),
  );
  const sentences = [...new Map(texts.map((sentence) => [sentence.text, sentence])).values()].slice(
    0,
    MAXIMUM_SENTENCES,
  );
  return { sentences, score: best.score };
}

/** With the sentence before when it leans on it, and with the one after when steps were asked for. */
function inContext({ text, before, after }: RankedSentence, steps: boolean): readonly string[] {
  return [
    ...(before !== null && LEANS_BACK.test(text) ? [before] : []),
    text,
    ...(steps && after !== null ? [after] : []),
  ];
}

function answers(sentence: RankedSentence): boolean {
  if (!sentence.fits || !sentence.specific || sentence.own < THRESHOLD.own) return false;
  if (!sentence.known)
    return (
      sentence.covered >= THRESHOLD.coveredWithUnknownWord && sentence.similarity >= THRESHOLD.similarWithUnknownWord
    );
  return (
    sentence.covered >= THRESHOLD.covered ||
    (sentence.similarity >= THRESHOLD.similar && sentence.covered >= THRESHOLD.coveredWhenSimilar)
  );
}
