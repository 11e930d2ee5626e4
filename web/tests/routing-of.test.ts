import { expect, test } from 'vitest';
import { routingOf } from '../src/features/run/routing-of.ts';

const candidate = { model: 'a/b', outcome: 'CHOSEN', reason: 'it was asked for', expectedCost: 5, qualityBound: null };

test('a step tells its choice of model where there was one', () => {
  const other = { ...candidate, model: 'c/d', outcome: 'FALLBACK', qualityBound: 0.9, quality: { good: 9, bad: 0 } };
  expect(routingOf({ routing: { candidates: [candidate, other] } })).toEqual([
    candidate,
    { model: 'c/d', outcome: 'FALLBACK', reason: 'it was asked for', expectedCost: 5, qualityBound: 0.9 },
  ]);
});

test.each([null, undefined, {}, { routing: 'x' }, { routing: { candidates: [candidate] } }])(
  'a step without a choice tells none: %j',
  (details) => {
    expect(routingOf(details)).toBeNull();
  },
);
