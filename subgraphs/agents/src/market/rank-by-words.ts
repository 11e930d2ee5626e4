/** A listing that has a word of the search in its text. */
export interface WordMatch {
  readonly term: string;
  readonly id: string;
}

/**
 * Listings by the words that they share with a search, greater = nearer. A word counts the more, the fewer of these listings have it: the
 * inverse document frequency of BM25, over what the viewer sees and nothing else. The index itself weighs words over the listings of all
 * tenants, so its order would tell of theirs and change with them. Ties go to the smaller id.
 */
export function rankByWords(matches: readonly WordMatch[]): readonly { readonly id: string; readonly score: number }[] {
  const total = new Set(matches.map(({ id }) => id)).size;
  const scores = new Map<string, number>();
  for (const withTerm of Map.groupBy(matches, ({ term }) => term).values()) {
    const ids = new Set(withTerm.map(({ id }) => id));
    const weight = Math.log(1 + (total - ids.size + 0.5) / (ids.size + 0.5));
    for (const id of ids) scores.set(id, (scores.get(id) ?? 0) + weight);
  }
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .toSorted((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1));
}
