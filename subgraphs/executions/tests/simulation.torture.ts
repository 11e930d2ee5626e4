import { expect, test } from 'vitest';
import { simulate } from './simulation/simulate.ts';

/** In each run of CI; a night may ask for more. */
const INTERLEAVINGS = Number(process.env['SIMULATION_RUNS'] ?? 10_000);
const SEED = Number(process.env['SIMULATION_SEED'] ?? Date.now() % 2 ** 31);

test('whatever dies, is cut off or is late: nothing is lost and nothing is done twice', async () => {
  console.log(`simulation: seed ${SEED}; again: SIMULATION_SEED=${SEED} npm run test:full -- simulation`);
  const simulated = await simulate(INTERLEAVINGS, SEED);
  console.log('simulation:', simulated);
  // The world did happen: runs ended in different ways, and effects were asked for more than once.
  expect(Math.min(simulated.succeeded, simulated.failed, simulated.cancelled)).toBeGreaterThan(0);
  expect(simulated.requests).toBeGreaterThan(simulated.applied);
});
