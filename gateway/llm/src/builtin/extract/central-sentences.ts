import type { Passage } from './passages.ts';
import type { Embed } from './rank-sentences.ts';
import { splitSentences } from './sentences.ts';

/** Sentences that are compared; more would make a summary of new text slow. */
const COMPARED = 32;
const CHOSEN = 3;

/** A summary by extraction: the sentences nearest to the centre of all, in reading order. */
export async function centralSentences(
  passages: readonly Passage[],
  embed: Embed,
): Promise<readonly { readonly text: string; readonly number: number }[]> {
  const perPassage = Math.max(1, Math.floor(COMPARED / Math.max(1, passages.length)));
  const sentences = passages
    .flatMap(({ number, text }) =>
      splitSentences(text)
        .slice(0, perPassage)
        .map((sentence) => ({ text: sentence, number })),
    )
    .slice(0, COMPARED);
  const vectors = await embed(sentences.map(({ text }) => text));
  const centre = vectors.reduce(
    (sum, vector) => sum.map((value, index) => value + (vector[index] ?? 0)),
    new Float32Array(vectors[0]?.length ?? 0),
  );
  return sentences
    .map((sentence, place) => ({
      sentence,
      place,
      nearness: vectors[place]?.reduce((sum, value, index) => sum + value * (centre[index] ?? 0), 0) ?? 0,
    }))
    .toSorted((left, right) => right.nearness - left.nearness)
    .slice(0, CHOSEN)
    .toSorted((left, right) => left.place - right.place)
    .map(({ sentence }) => sentence);
}
