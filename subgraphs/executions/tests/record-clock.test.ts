import { ShiftedClock } from '@aether/test-support';
import { expect, test } from 'vitest';
import { RecordClock } from '../src/worker/record-clock.ts';

test('a machine whose clock is wrong, and jumps, tells the time of the database', async () => {
  const machine = new ShiftedClock(300_000);
  const clock = new RecordClock(machine);
  expect(clock.now().getTime() - Date.now()).toBeGreaterThan(290_000);
  await clock.follow(async () => Date.now());
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(10_000);
  machine.shiftMs = -300_000;
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(10_000);
});

test('while the database does not answer, it goes on from what is known', async () => {
  const clock = new RecordClock(new ShiftedClock(-300_000));
  await clock.follow(async () => Date.now());
  await expect(clock.follow(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(10_000);
});
