import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { InMemoryKeyValueStore, type RateDecision, RateLimiter } from '../../src/key-value/index.ts';

let nowMs: number;
let limiter: RateLimiter;
const rate = { limit: 4, windowMs: 1_000 };

beforeEach(() => {
  nowMs = 1_000_000;
  limiter = new RateLimiter({
    store: new InMemoryKeyValueStore({ monotonicMs: () => nowMs }),
    now: () => new Date(nowMs),
  });
});

async function consume(times: number): Promise<RateDecision[]> {
  const decisions: RateDecision[] = [];
  for (let i = 0; i < times; i++) decisions.push(await limiter.consume('key', rate));
  return decisions;
}

test('counts down, then refuses and says how long to wait', async () => {
  expect(await consume(5)).toEqual([
    { allowed: true, remaining: 3, resetMs: 0 },
    { allowed: true, remaining: 2, resetMs: 0 },
    { allowed: true, remaining: 1, resetMs: 0 },
    { allowed: true, remaining: 0, resetMs: 1_250 },
    { allowed: false, remaining: 0, resetMs: 1_250 },
  ]);
});

test('refused calls do not prolong the wait', async () => {
  await consume(100);
  nowMs += 1_250;
  expect((await limiter.consume('key', rate)).allowed).toBe(true);
});

test('the end of a window does not open the door to a second burst', async () => {
  nowMs += 999;
  await consume(4);
  nowMs += 1;
  expect((await consume(4)).filter(({ allowed }) => allowed)).toHaveLength(0);
  nowMs += 500;
  expect((await consume(4)).filter(({ allowed }) => allowed)).toHaveLength(2);
});

test('keys and windows of other lengths are apart', async () => {
  await consume(4);
  expect((await limiter.consume('other', rate)).allowed).toBe(true);
  expect((await limiter.consume('key', { limit: 4, windowMs: 60_000 })).allowed).toBe(true);
});

test('after the told wait a call passes, and not a millisecond earlier', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 1_500 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      async (steps, limit) => {
        const store = new InMemoryKeyValueStore({ monotonicMs: () => nowMs });
        const property = new RateLimiter({ store, now: () => new Date(nowMs) });
        const ask = (): Promise<RateDecision> => property.consume('key', { limit, windowMs: 1_000 });
        for (const step of steps) {
          nowMs += step;
          const decision = await ask();
          if (decision.allowed) continue;
          nowMs += decision.resetMs - 1;
          expect((await ask()).allowed).toBe(false);
          nowMs += 1;
          expect((await ask()).allowed).toBe(true);
        }
      },
    ),
  );
});

test.each([
  ['more', 5, 6],
  ['less', 1, 2],
  ['as much', 3, 4],
])('what a call came to counts in the place of what it took: %s', async (_, used, spent) => {
  const wide = { limit: 10, windowMs: 1_000 };
  await limiter.consume('key', wide, 3);
  await limiter.settle('key', wide, { taken: 3, used, agoMs: 0 });
  expect((await limiter.consume('key', wide)).remaining).toBe(10 - spent);
});

test('what is given back goes to the window that it was taken from, and is no gift to the next', async () => {
  await limiter.consume('key', rate, 4);
  nowMs += 2_000;
  await limiter.settle('key', rate, { taken: 4, used: 0, agoMs: 2_000 });
  expect((await consume(5)).map(({ allowed }) => allowed)).toEqual([true, true, true, true, false]);
});

test('what was never taken, because the store did not answer then, is no credit when it is given back', async () => {
  await limiter.settle('key', rate, { taken: 4, used: 0, agoMs: 0 });
  expect((await consume(5)).filter(({ allowed }) => allowed)).toHaveLength(rate.limit);
});

test('a call that was thought to cost more than the limit took the limit, and gives no more back', async () => {
  await limiter.consume('key', rate, 1_000);
  await limiter.settle('key', rate, { taken: 1_000, used: 1, agoMs: 0 });
  expect((await limiter.consume('key', rate)).remaining).toBe(2);
});
