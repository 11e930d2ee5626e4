import { vi } from 'vitest';

/** Waits for what happens behind an answer: a batch that is written, an event that is consumed. */
export function eventually<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(check, { timeout: 15_000, interval: 50 });
}
