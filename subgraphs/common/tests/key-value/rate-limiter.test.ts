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
