/** A quantified group that holds a quantifier or a choice may take exponential time. */
const UNBOUNDED = /\((?:[^()\\]|\\.)*[*+{|](?:[^()\\]|\\.)*\)\s*[*+{]|\)[^()]*\)\s*[*+{]|\\\d/;

/**
 * A pattern of a caller's JSON Schema, tried only when it cannot stall the process; any other accepts everything
 * here, and the caller's own validation judges it.
 */
export function boundedPattern(pattern: string): Pick<RegExp, 'test'> {
  const anything = { test: () => true };
  if (pattern.length > 200 || UNBOUNDED.test(pattern)) return anything;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return anything;
  }
}
