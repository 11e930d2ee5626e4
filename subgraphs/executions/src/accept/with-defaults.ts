import { isRecord } from '@aether/schema';

/**
 * A value with the defaults of the properties that its JSON Schema names by `properties` alone, so that each is added once and the
 * result is at most as large as value and schema together. Below `items`, `$ref` and the like a default is a note, as 2020-12 has it:
 * there one default could be added as often as a caller sends `{}`, or without end.
 */
export function withDefaults(schema: unknown, value: unknown): unknown {
  if (!isRecord(schema) || !isRecord(schema['properties']) || !isRecord(value)) return value;
  const filled = Object.entries(schema['properties']).flatMap(([name, property]) => {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    const given = member === undefined && isRecord(property) ? property['default'] : member;
    return given === undefined ? [] : [[name, withDefaults(property, given)] as const];
  });
  return Object.fromEntries([...Object.entries(value), ...filled]);
}
