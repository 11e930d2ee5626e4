import { studentTQuantile } from './student-t.ts';

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample (n − 1); 0 for fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Linear between the closest ranks, as `percentile_cont` of SQL; null without values. @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval of the mean of scores, x̄ ± t(0.975, n − 1) · s/√n: few values, unknown variance
 * (NIST/SEMATECH e-Handbook §1.3.5.2), cut to the range that scores have. Null for fewer than two values.
 */
export function scoreInterval(scores: readonly number[]): Interval | null {
  if (scores.length < 2) return null;
  const middle = mean(scores);
  const half = (studentTQuantile(0.975, scores.length - 1) * standardDeviation(scores)) / Math.sqrt(scores.length);
  return { low: Math.max(0, middle - half), high: Math.min(10, middle + half) };
}
