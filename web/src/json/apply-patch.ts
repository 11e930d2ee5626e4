import type { PatchOperation } from './diff-json.ts';
import { isRecord } from './is-record.ts';

/** Applies add, replace and remove to a document that may have moved on; what no longer fits is left out. */
export function applyPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  return operations.reduce<unknown>((now, operation) => changeAt(now, keysOf(operation.path), operation), document);
}

/** A copy with the value at a path of object keys; undefined removes the key. Missing objects on the way are made. */
export function setAt(document: unknown, path: readonly string[], value: unknown): unknown {
  return changeAt(document, path, value === undefined ? { op: 'remove' } : { op: 'replace', value });
}

/** The value at a path of object keys, or undefined. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((now, key) => (isRecord(now) ? now[key] : undefined), document);
}

type Change = { op: 'add' | 'replace'; value: unknown } | { op: 'remove' };

function keysOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function changeAt(document: unknown, [key, ...rest]: readonly string[], change: Change): unknown {
  if (key === undefined) return change.op === 'remove' ? undefined : change.value;
  if (Array.isArray(document)) return changeElement(document, key, rest, change);
  const copy: Record<string, unknown> = isRecord(document) ? { ...document } : {};
  const next = changeAt(copy[key], rest, change);
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

function changeElement(elements: readonly unknown[], key: string, rest: readonly string[], change: Change): unknown[] {
  const index = key === '-' ? elements.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > elements.length) return [...elements];
  if (rest.length > 0)
    return elements.map((element, other) => (other === index ? changeAt(element, rest, change) : element));
  return change.op === 'remove'
    ? elements.toSpliced(index, 1)
    : elements.toSpliced(index, change.op === 'add' ? 0 : 1, change.value);
}
