import type { CheckResult } from './check-result.ts';

export interface WeighedResult {
  readonly weight: number;
  readonly result: CheckResult;
}

export interface CellScore {
  /** 0 to 10; null = nothing was checked. */
  readonly score: number | null;
  readonly passed: boolean | null;
  readonly reasoning: string;
}

/** The weighed mean of all results on the scale of 0 to 10; it passed when every check did. Failed checks speak first. */
export function cellScore(results: readonly WeighedResult[]): CellScore {
  const weights = results.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return { score: null, passed: null, reasoning: 'Nothing was checked.' };
  const score = (10 * results.reduce((sum, { weight, result }) => sum + weight * result.score, 0)) / weights;
  const failed = results.filter(({ result }) => !result.passed);
  const reasons = (failed.length === 0 ? results : failed).map(({ result }) => result.reason);
  return { score: Math.min(10, Math.max(0, score)), passed: failed.length === 0, reasoning: reasons.join(' ') };
}
