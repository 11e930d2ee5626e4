import type { PageRequest } from './pagination.ts';

type SortValues = readonly (string | number)[];

/**
 * The rows of a page, and one more, of a list that is in memory. What the cursor names may be gone by now: the page starts after its place.
 * @param sortValues what the list is ordered by, the id last; also what `toConnection` makes the cursors of
 */
export function rowsOfPage<Row>(
  rows: readonly Row[],
  { first, after }: PageRequest,
  sortValues: (row: Row) => SortValues,
): readonly Row[] {
  return rows
    .filter((row) => after === null || compared(sortValues(row), after) > 0)
    .toSorted((left, right) => compared(sortValues(left), sortValues(right)))
    .slice(0, first + 1);
}

function compared(left: SortValues, right: SortValues): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  const [one, other] = [left[index], right[index]];
  if (one === undefined) return 0;
  return other === undefined || one > other ? 1 : -1;
}
