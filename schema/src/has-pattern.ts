/**
 * Whether a JSON Schema holds `pattern` or `patternProperties`. Both run a foreign regular expression without a bound: one short
 * text can keep it busy for hours, and with it the process of everybody.
 */
export function hasPattern(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasPattern);
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(
    ([key, entry]) =>
      (key === 'pattern' && typeof entry === 'string') || key === 'patternProperties' || hasPattern(entry),
  );
}
