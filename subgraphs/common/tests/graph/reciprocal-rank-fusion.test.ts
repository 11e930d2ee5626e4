import { expect, test } from 'vitest';
import { reciprocalRankFusion } from '../../src/graph/index.ts';

const order = (rankings: readonly (readonly string[])[]) => reciprocalRankFusion(rankings).map(({ id }) => id);

test('what stands in both rankings is before what is first in one', () => {
  expect(
    order([
      ['words', 'both'],
      ['meaning', 'both'],
    ])[0],
  ).toBe('both');
});

test('first in every ranking scores 1, and equal places go to the smaller id', () => {
  expect(reciprocalRankFusion([['a'], ['a']])).toEqual([{ id: 'a', score: 1 }]);
  expect(
    order([
      ['b', 'a'],
      ['a', 'b'],
    ]),
  ).toEqual(['a', 'b']);
});

test('nothing found is nothing', () => {
  expect(order([[], []])).toEqual([]);
});
