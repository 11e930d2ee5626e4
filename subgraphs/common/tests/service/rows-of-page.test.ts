import { rowsOfPage } from '@aether/common/service';
import { expect, test } from 'vitest';

interface Row {
  readonly rank: number;
  readonly id: string;
}

const order = ({ rank, id }: Row) => [rank, id];
const rows: readonly Row[] = [
  { rank: 10, id: 'a' },
  { rank: 9, id: 'c' },
  { rank: 9, id: 'b' },
];
const ids = (first: number, after: readonly (string | number)[] | null, all = rows) =>
  rowsOfPage(all, { first, after }, order).map(({ id }) => id);

test('a page has one row more than was asked for, in order', () => {
  expect(ids(1, null)).toEqual(['b', 'c']);
  expect(ids(3, null)).toEqual(['b', 'c', 'a']);
  expect(ids(3, [9, 'b'])).toEqual(['c', 'a']);
});

test('a page starts after the place of a row that is gone, and none starts anew', () => {
  const without = rows.filter(({ id }) => id !== 'c');
  expect(ids(3, [9, 'c'], without)).toEqual(['a']);
  expect(ids(3, [10, 'a'], without)).toEqual([]);
});
