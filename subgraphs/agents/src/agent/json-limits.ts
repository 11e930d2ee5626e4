/** Largest specification, layout or set of pins, and largest patch, as UTF-8 text of its JSON. */
const MAXIMUM_JSON_BYTES = 256_000;
/** Deepest nesting. Recursive readers of JSON, V8's own among them, end a process with less than ten thousand levels. */
const MAXIMUM_JSON_DEPTH = 64;

/** Why a JSON value is too big to be kept, as one sentence; null = it is not. */
export function excessOf(value: unknown): string | null {
  if (isDeeperThan(value, MAXIMUM_JSON_DEPTH)) return `at most ${MAXIMUM_JSON_DEPTH} levels of nesting`;
  if (Buffer.byteLength(JSON.stringify(value) ?? '') > MAXIMUM_JSON_BYTES)
    return `at most ${MAXIMUM_JSON_BYTES} bytes of JSON`;
  return null;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}
