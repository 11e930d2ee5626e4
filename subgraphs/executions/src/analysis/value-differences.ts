import { isRecord, type JsonValue } from '@aether/schema';

export interface ValueDifference {
  readonly path: readonly string[];
  /** Null also when it is not there. */
  readonly left: JsonValue;
  readonly right: JsonValue;
}

/** More than these nobody reads. */
const MAXIMUM = 200;

/** Where two JSON values differ: the deepest places, in order of the left one. Lists are compared by place. */
export function valueDifferences(left: JsonValue, right: JsonValue): readonly ValueDifference[] {
  return differences(left, right, []).slice(0, MAXIMUM);
}

function differences(left: JsonValue, right: JsonValue, path: readonly string[]): readonly ValueDifference[] {
  const [leftParts, rightParts] = [partsOf(left), partsOf(right)];
  if (leftParts === null || rightParts === null || Array.isArray(left) !== Array.isArray(right))
    return JSON.stringify(left) === JSON.stringify(right) ? [] : [{ path, left, right }];
  const keys = new Set([...leftParts.keys(), ...rightParts.keys()]);
  return [...keys].flatMap((key) =>
    differences(leftParts.get(key) ?? null, rightParts.get(key) ?? null, [...path, key]),
  );
}

function partsOf(value: JsonValue): ReadonlyMap<string, JsonValue> | null {
  if (Array.isArray(value)) return new Map(value.map((entry, index) => [String(index), entry]));
  return isRecord(value) ? new Map(Object.entries(value)) : null;
}
