import { isRecord, type JsonValue } from '@aether/schema';

/** Names of all fields in a value. */
export function namesIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each: JsonValue) => namesIn(each));
  if (!isRecord(value)) return [];
  return Object.entries(value as Readonly<Record<string, JsonValue>>).flatMap(([name, each]) => [
    name,
    ...namesIn(each),
  ]);
}
