import { isRecord } from './is-record.ts';

/** RFC 6902, the three operations that a difference needs. */
export type PatchOperation = { op: 'add' | 'replace'; path: string; value: unknown } | { op: 'remove'; path: string };

/**
 * What leads from `before` to `after`. Objects are compared key by key, so that two people who edit different
 * fields do not meet; everything else, arrays included, is replaced as a whole.
 */
export function diffJson(before: unknown, after: unknown, path = ''): PatchOperation[] {
  if (sameJson(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [{ op: 'replace', path, value: after }];
  const operations: PatchOperation[] = [];
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key) || after[key] === undefined)
      operations.push({ op: 'remove', path: child(path, key) });
  }
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined) continue;
    if (Object.hasOwn(before, key)) operations.push(...diffJson(before[key], value, child(path, key)));
    else operations.push({ op: 'add', path: child(path, key), value });
  }
  return operations;
}

/** Equal as JSON: the order of keys does not count, the order of elements does. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((value, index) => sameJson(value, right[index]));
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  );
}

function child(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
