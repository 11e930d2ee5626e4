/** How many calls took how long, by steps of a quarter: counts of several gateways are added, durations could not be. */
type LatencyCounts = ReadonlyMap<number, number>;

const GROWTH = 1.25;
/** Beyond it all are alike: 1.25^63 ms are 21 minutes, longer than a call may take. */
const LAST_STEP = 63;

export function latencyStep(milliseconds: number): number {
  if (milliseconds <= 1) return 0;
  return Math.min(LAST_STEP, Math.ceil(Math.log(milliseconds) / Math.log(GROWTH)));
}

export function addedCounts(all: Iterable<LatencyCounts>): LatencyCounts {
  const sum = new Map<number, number>();
  for (const counts of all) for (const [step, count] of counts) sum.set(step, (sum.get(step) ?? 0) + count);
  return sum;
}

/**
 * @param share in (0, 1]
 * @returns milliseconds that this share of the calls stayed within, at most a quarter too many; null = there were none
 */
export function latencyWithin(counts: LatencyCounts, share: number): number | null {
  const steps = [...counts].toSorted(([left], [right]) => left - right);
  const total = steps.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [step, count] of steps) {
    seen += count;
    if (seen >= total * share) return Math.round(GROWTH ** step);
  }
  return null;
}
