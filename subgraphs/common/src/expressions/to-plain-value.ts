import { Optional } from '@marcbachmann/cel-js';
import { isRecord } from '@aether/schema';
import { ExpressionError } from './expression-error.ts';

const MAXIMUM_DEPTH = 32;

/** A value of the language as JSON: whole numbers are bigint there, times are dates, bytes become base64. */
export function toPlainValue(value: unknown, depth = 0): unknown {
  if (depth > MAXIMUM_DEPTH) throw new ExpressionError(`its value is nested deeper than ${MAXIMUM_DEPTH} levels`, null);
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'bigint') return whole(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Optional) return value.hasValue() ? toPlainValue(value.value(), depth) : undefined;
  if (Array.isArray(value)) return value.map((entry) => toPlainValue(entry, depth + 1) ?? null);
  if (value instanceof Map) return ofEntries([...value], depth);
  if (isRecord(value) && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null))
    return ofEntries(Object.entries(value), depth);
  throw new ExpressionError('its value is none of JSON; string(…) makes a text of it', null);
}

function ofEntries(entries: readonly (readonly [unknown, unknown])[], depth: number): Record<string, unknown> {
  const plain = entries.flatMap(([key, entry]) => {
    const value = toPlainValue(entry, depth + 1);
    return value === undefined ? [] : [[String(key), value] as const];
  });
  return Object.fromEntries(plain);
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new ExpressionError('its value is no finite number', null);
  return value;
}

function whole(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new ExpressionError('its value is a number beyond 2⁵³', null);
  return number;
}
