import { isRecord, type JsonValue } from '@aether/schema';

/** What a change of each text makes of a value; names of fields stay, unless they are changed, too. */
export function mapTexts(
  value: JsonValue,
  change: (text: string) => string,
  rename: (name: string) => string = (name) => name,
): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each: JsonValue) => mapTexts(each, change, rename));
  if (!isRecord(value)) return value;
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return Object.fromEntries(members.map(([name, each]) => [rename(name), mapTexts(each, change, rename)]));
}
