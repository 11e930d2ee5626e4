import { auditTable } from '@aether/test-support';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { STEPS } from './simulation/scripted-run.ts';
import { type Fault, type Scenario, SimulatedWorld } from './simulation/simulated-world.ts';

/** In each run of CI; a night may ask for more. */
const INTERLEAVINGS = Number(process.env['SIMULATION_RUNS'] ?? 10_000);
const SEED = Number(process.env['SIMULATION_SEED'] ?? Date.now() % 2 ** 31);

/** The real one: what is not waiting for time or for the scheduler has run when it comes. */
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

const { stackTraceLimit } = Error;
beforeEach(() => {
  // Errors are how runs are stopped here, thousands of times: what made them is not asked.
  Error.stackTraceLimit = 0;
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date'],
  });
});
afterEach(() => {
  vi.useRealTimers();
  Error.stackTraceLimit = stackTraceLimit;
});

test(
  `whatever dies, is cut off or is late, in every order: nothing is lost, nothing is done twice (${INTERLEAVINGS} interleavings)`,
  { timeout: 300_000 },
  async () => {
    console.log(`simulation: seed ${SEED} (again: SIMULATION_SEED=${SEED} npm test -- simulation)`);
    const began = realNow();
    const counts = { accepted: 0, succeeded: 0, failed: 0, cancelled: 0, requests: 0, applied: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, fc.scheduler(), async (given, scheduler) => {
        vi.clearAllTimers();
        const time = { settle, advance: (milliseconds: number) => void vi.advanceTimersByTime(milliseconds) };
        const result = await new SimulatedWorld(given, scheduler, time).run();
        expect(result.problems, auditTable(result)).toEqual([]);
        for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += result[name];
      }),
      { numRuns: INTERLEAVINGS, seed: SEED, endOnFailure: false },
    );
    const seconds = (realNow() - began) / 1_000;
    console.log(`simulation: ${INTERLEAVINGS} interleavings in ${seconds.toFixed(1)} s`, counts);
    // The world did happen: runs ended in different ways, and effects were asked for again.
    expect(Math.min(counts.succeeded, counts.failed, counts.cancelled)).toBeGreaterThan(0);
    expect(counts.requests).toBeGreaterThan(counts.applied);
  },
);
