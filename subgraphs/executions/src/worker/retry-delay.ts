/** Longest pause between two attempts of a run. */
const MAXIMUM_MS = 60_000; // 1 minute

/**
 * Full jitter: somewhere between 0 and base · 2ⁿ, so that runs that failed together do not come back together
 * (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter). At least what the vendor asked for.
 * @param failures attempts that have failed, at least 1
 * @param random one random byte, 0 to 255
 */
export function retryDelay(failures: number, baseMs: number, random: number, retryAfterMs: number | null): number {
  const ceiling = Math.min(MAXIMUM_MS, baseMs * 2 ** (failures - 1));
  return Math.round(Math.max((ceiling * random) / 255, retryAfterMs ?? 0));
}
