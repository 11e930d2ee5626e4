import { ValidationError } from './errors.ts';
import type { PageInfo } from './types/page-info.ts';

export const MAXIMUM_PAGE_SIZE = 100;

/** Arguments of a list, checked. `after` holds the sort values of the last row that was seen. */
export interface PageRequest {
  readonly first: number;
  readonly after: readonly (string | number)[] | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;
}

/** Opaque to clients; holds the row's sort values, the id last, so that a page starts exactly after it. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws ValidationError when the cursor is not one of ours */
export function decodeCursor(cursor: string): readonly (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.every((value) => typeof value === 'string' || typeof value === 'number'))
      return values;
  } catch {
    // Falls through to the coded error: a cursor that is no JSON is as wrong as one of another shape.
  }
  throw new ValidationError(
    ['after'],
    'a cursor from an earlier page',
    JSON.stringify(cursor.slice(0, 40)),
    'Read the list again without "after".',
  );
}

/** @throws ValidationError when `first` is not between 1 and 100 or `after` is no cursor */
export function pageRequest(input: {
  readonly first: number;
  readonly after?: string | null | undefined;
}): PageRequest {
  if (!Number.isInteger(input.first) || input.first < 1 || input.first > MAXIMUM_PAGE_SIZE) {
    throw new ValidationError(['first'], `an integer from 1 to ${MAXIMUM_PAGE_SIZE}`, String(input.first));
  }
  return {
    first: input.first,
    after: input.after === null || input.after === undefined ? null : decodeCursor(input.after),
  };
}

/**
 * Makes a page of rows that were read with `LIMIT first + 1`: the extra row only says that there are more.
 * @param sortValues the values the statement ordered by, the id last
 */
export function toConnection<Node>(
  rows: readonly Node[],
  page: PageRequest,
  sortValues: (node: Node) => readonly (string | number)[],
): Connection<Node> {
  const edges = rows.slice(0, page.first).map((node) => ({ cursor: encodeCursor(sortValues(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
