import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunPlaces } from '../src/worker/run-places.ts';

const signal = new AbortController().signal;

test('a run holds no place while it calls, and goes on only when it has one again', async () => {
  const places = new RunPlaces();
  const call = Promise.withResolvers<void>();
  let hasGoneOn = false;
  const run = places.without('exe_1', signal, () => call.promise).then(() => (hasGoneOn = true));
  expect(places.given).toBe(1);
  call.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect([hasGoneOn, places.given]).toEqual([false, 1]);
  expect(places.takeBack()).toBe(true);
  await run;
  expect([hasGoneOn, places.given]).toEqual([true, 0]);
  expect(places.takeBack()).toBe(false);
});

test('a run that is stopped waits for no place', async () => {
  const places = new RunPlaces();
  const stop = new AbortController();
  const run = places.without('exe_1', stop.signal, async () => {});
  stop.abort();
  await run;
  expect(places.given).toBe(0);
});

test('whatever the order of calls and places, no run keeps a place given back and none is stuck', async () => {
  const calls = fc.array(fc.record({ run: fc.integer({ min: 0, max: 3 }), turns: fc.nat({ max: 3 }) }), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(calls, async (given) => {
      const places = new RunPlaces();
      const ended = Promise.all(
        given.map(({ run, turns }) =>
          places.without(`exe_${run}`, signal, async () => {
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          }),
        ),
      );
      // More looks than there are calls and turns: whoever waits for a place is let on.
      for (let look = 0; look < 100; look += 1) {
        places.takeBack();
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(places.given).toBe(0);
      await ended;
    }),
    { numRuns: 50 },
  );
});
