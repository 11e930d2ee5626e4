/**
 * Control, zero-width and bidirectional characters, and Unicode tags: what a person does not see and a model does. Tab and line breaks stay.
 */
const INVISIBLE =
  /(?![\t\n\r])[\p{Cc}\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

export function cleanText(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** All texts of a JSON value, which keeps its shape. */
export function cleanValue<Value>(value: Value): Value {
  return cleaned(value) as Value;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, cleaned(entry)]));
}
