/** What one check found. `score` 0 to 1. */
export interface CheckResult {
  readonly passed: boolean;
  readonly score: number;
  readonly reason: string;
}

export function verdict(passed: boolean, reason: string): CheckResult {
  return { passed, score: passed ? 1 : 0, reason };
}
