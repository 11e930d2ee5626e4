import type { CellRecord, VariantRecord } from '../comparison.ts';
import { mean, percentile, scoreInterval } from './sample.ts';

/** Sums over the finished cells of a variant. Scores 0 to 10, shares 0 to 1. */
export interface VariantStatisticsRecord {
  readonly variantId: string;
  readonly finished: number;
  readonly failed: number;
  readonly score: number | null;
  readonly scoreLow: number | null;
  readonly scoreHigh: number | null;
  readonly passRate: number | null;
  readonly medianDurationMs: number | null;
  readonly percentile95DurationMs: number | null;
  readonly medianFirstTokenMs: number | null;
  /** Mean over the cells whose cost is known; null with `unpriced`. */
  readonly costPerRun: number | null;
  readonly unpriced: boolean;
  readonly tokensPerRun: number | null;
}

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);
const meanOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : mean(values));

export function variantStatistics(
  variants: readonly Pick<VariantRecord, 'id'>[],
  cells: readonly CellRecord[],
): readonly VariantStatisticsRecord[] {
  return variants.map(({ id }) => {
    const own = cells.filter((cell) => cell.variantId === id);
    const finished = own.filter((cell) => cell.status === 'FINISHED');
    const scores = known(finished.map((cell) => cell.score));
    const interval = scoreInterval(scores);
    const checked = finished.filter((cell) => cell.passed !== null);
    const durations = known(finished.map((cell) => cell.durationMs));
    const unpriced = finished.some((cell) => cell.unpriced);
    const cost = unpriced ? null : meanOrNull(known(finished.map((cell) => cell.cost)));
    return {
      variantId: id,
      finished: finished.length,
      failed: own.filter((cell) => cell.status === 'FAILED').length,
      score: meanOrNull(scores),
      scoreLow: interval?.low ?? null,
      scoreHigh: interval?.high ?? null,
      passRate: checked.length === 0 ? null : checked.filter((cell) => cell.passed).length / checked.length,
      medianDurationMs: percentile(durations, 0.5),
      percentile95DurationMs: percentile(durations, 0.95),
      medianFirstTokenMs: percentile(known(finished.map((cell) => cell.firstTokenMs)), 0.5),
      // Money is whole nano-dollars.
      costPerRun: cost === null ? null : Math.round(cost),
      unpriced,
      tokensPerRun: meanOrNull(known(finished.map((cell) => cell.totalTokens))),
    };
  });
}
