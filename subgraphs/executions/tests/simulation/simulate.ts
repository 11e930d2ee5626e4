import { auditTable } from '@aether/test-support';
import fc from 'fast-check';
import { expect, vi } from 'vitest';
import { STEPS } from './scripted-run.ts';
import { type Fault, type Scenario, SimulatedWorld } from './simulated-world.ts';

export interface Simulated {
  readonly interleavings: number;
  readonly seconds: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Calls that foreign systems got, and changes that they made of them. */
  readonly requests: number;
  readonly applied: number;
}

/** The real ones: what is not waiting for time or for the scheduler has run when a turn of the loop is over. */
const { setImmediate: nextTurn } = globalThis;
const realNow = performance.now.bind(performance);
const settle = (): Promise<void> => new Promise((resolve) => nextTurn(resolve));

const plan = fc
  .array(fc.constantFrom(...Object.keys(STEPS)), { minLength: 1, maxLength: 3 })
  .map((letters) => letters.join(''));
const worker = fc.constantFrom('w1' as const, 'w2' as const);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constantFrom('kill', 'restart', 'drain', 'cut', 'mend', 'lose answer'), worker }),
  fc.record({ kind: fc.constantFrom('cancel', 'submit again'), run: fc.nat({ max: 2 }) }),
);
const scenario: fc.Arbitrary<Scenario> = fc.record({
  plans: fc.array(plan, { minLength: 1, maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 5 }),
  isDeaf: fc.boolean(),
  skewMs: fc.constantFrom(0, 300_000, -300_000),
});

/**
 * Lets the product's worker, journal and reconciler live through so many interleavings of requests, answers, time and faults, and
 * audits the record of each. Everything is decided by the seed, so a failure happens again under the one that is printed.
 */
export async function simulate(interleavings: number, seed: number): Promise<Simulated> {
  const began = realNow();
  const { stackTraceLimit } = Error;
  // Errors are how runs are stopped here, thousands of times: where they were made is not asked.
  Error.stackTraceLimit = 0;
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date'],
  });
  const counts = { succeeded: 0, failed: 0, cancelled: 0, requests: 0, applied: 0 };
  const property = fc.asyncProperty(scenario, fc.scheduler(), async (given, scheduler) => {
    vi.clearAllTimers();
    vi.setSystemTime(START);
    const time = { settle, advance: (milliseconds: number) => void vi.advanceTimersByTime(milliseconds) };
    const result = await new SimulatedWorld(given, scheduler, time).run();
    expect(result.problems, auditTable(result)).toEqual([]);
    // Hours are left to every run, by the only clock that counts.
    expect(result.timedOut).toBe(0);
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += result[name];
  });
  try {
    await fc.assert(property, { numRuns: interleavings, seed });
  } finally {
    vi.useRealTimers();
    Error.stackTraceLimit = stackTraceLimit;
  }
  return { interleavings, seconds: (realNow() - began) / 1_000, ...counts };
}

/** Any day: the same seed gives the same instants. */
const START = Date.UTC(2026, 0, 5);
