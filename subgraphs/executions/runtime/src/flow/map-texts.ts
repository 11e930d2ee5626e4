import { isRecord, type JsonValue } from '@aether/schema';

/** What a change of each text makes of a value; names of fields stay. */
export function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each: JsonValue) => mapTexts(each, change));
  if (!isRecord(value)) return value;
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return Object.fromEntries(members.map(([name, each]) => [name, mapTexts(each, change)]));
}
