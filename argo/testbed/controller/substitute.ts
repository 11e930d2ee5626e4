import { isRecord } from '@aether/schema';

/** Replaces `{{name}}` in every text of a value. Unknown names stay as they are. */
export function substitute<Value>(value: Value, names: ReadonlyMap<string, string>): Value;
export function substitute(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, name: string) => names.get(name) ?? whole);
  }
  if (Array.isArray(value)) return value.map((item) => substitute(item, names));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, substitute(member, names)]));
}
