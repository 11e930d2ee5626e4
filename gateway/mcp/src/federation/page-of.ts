import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

const PAGE = 200;

interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string;
}

/** One page of a list in the order of its keys. A cursor names the last key, so a list that changes loses and repeats nothing else. */
export function pageOf<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  cursor: string | undefined,
): Page<Item> {
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
  if (cursor !== undefined && Buffer.from(after).toString('base64url') !== cursor)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'This is no cursor of ours.');
  const rest = all
    .filter((item) => keyOf(item) > after)
    .toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const items = rest.slice(0, PAGE);
  const last = items.at(-1);
  return {
    items,
    ...(rest.length > PAGE && last !== undefined ? { nextCursor: Buffer.from(keyOf(last)).toString('base64url') } : {}),
  };
}
