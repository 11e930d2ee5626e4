/** Of Okapi BM25 (Robertson and Zaragoza, 2009): how soon a repeated word counts no more, and how much a long text is held against it. */
const SATURATION = 1.2;
const LENGTH = 0.75;

interface Posting {
  readonly entry: number;
  readonly weight: number;
}

/** What is searched, with how much its words count. */
export interface IndexedText {
  readonly text: string;
  readonly weight: number;
}

/** Ranks entries by the words they share with a query: rare words count more, long entries less. */
export class WordIndex {
  readonly #postings = new Map<string, Posting[]>();
  readonly #lengths: readonly number[];
  readonly #averageLength: number;

  constructor(entries: readonly (readonly IndexedText[])[]) {
    this.#lengths = entries.map((texts, entry) => {
      const counts = new Map<string, number>();
      for (const { text, weight } of texts)
        for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + weight);
      let length = 0;
      for (const [word, weight] of counts) {
        const postings = this.#postings.get(word) ?? [];
        postings.push({ entry, weight });
        this.#postings.set(word, postings);
        length += weight;
      }
      return length;
    });
    const total = this.#lengths.reduce((sum, length) => sum + length, 0);
    this.#averageLength = total / Math.max(1, entries.length);
  }

  /** Places of the entries that share a word with the query, best first; equal ones in their order. */
  find(query: string): readonly number[] {
    const scores = new Map<number, number>();
    for (const word of new Set(wordsOf(query))) {
      const postings = this.#postings.get(word) ?? [];
      const rarity = Math.log(1 + (this.#lengths.length - postings.length + 0.5) / (postings.length + 0.5));
      for (const { entry, weight } of postings) {
        const relative = (this.#lengths[entry] ?? 0) / this.#averageLength;
        const counted = (weight * (SATURATION + 1)) / (weight + SATURATION * (1 - LENGTH + LENGTH * relative));
        scores.set(entry, (scores.get(entry) ?? 0) + rarity * counted);
      }
    }
    return [...scores]
      .toSorted(([entry, score], [other, otherScore]) => otherScore - score || entry - other)
      .map(([entry]) => entry);
  }
}

/** `searchAccounts`, `search_accounts` and `search accounts` are the same words; a plural is its singular. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).map((word) =>
    word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word,
  );
}
