/** Damps the lead of the first ranks; 60 as in Cormack, Clarke and Büttcher, SIGIR 2009. */
const K = 60;

/** What one ranking gives to its rank-th id (from 1), as a share of what it gives to the first: 1, 0.98, 0.97 … */
export function rankScore(rank: number): number {
  return (K + 1) / (K + rank);
}

/**
 * Rankings of ids, the best first, merged: an id scores Σ 1 / (60 + rank), here divided by the most that it could be, so that 1 means
 * first in every ranking. Ties go to the smaller id, so answers are stable.
 */
export function reciprocalRankFusion(
  rankings: readonly (readonly string[])[],
): readonly { readonly id: string; readonly score: number }[] {
  const sums = new Map<string, number>();
  for (const ranking of rankings) {
    for (const [index, id] of ranking.entries()) sums.set(id, (sums.get(id) ?? 0) + rankScore(index + 1));
  }
  return [...sums]
    .map(([id, sum]) => ({ id, score: sum / rankings.length }))
    .toSorted((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1));
}
