export interface BackoffLimits {
  /** Attempts at one model, the first included. */
  readonly attempts: number;
  readonly baseMs: number;
  readonly maximumMs: number;
  /** A vendor that asks for more patience than this is not waited for. */
  readonly maximumRetryAfterMs: number;
}

/**
 * Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): uniform in [0, min(maximum, base · 2^n)).
 * What the vendor asked for wins; null = longer than we wait.
 * @param attempt attempts made so far, from 1
 * @param chance in [0, 1)
 */
export function backoffMs(
  attempt: number,
  retryAfterMs: number | null,
  chance: number,
  limits: BackoffLimits,
): number | null {
  if (retryAfterMs !== null) return retryAfterMs > limits.maximumRetryAfterMs ? null : retryAfterMs;
  return chance * Math.min(limits.maximumMs, limits.baseMs * 2 ** (attempt - 1));
}
