import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/u;

function instant(value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (typeof value === 'string' && INSTANT.test(value)) {
    const parsed = new Date(value);
    if (!Number.isNaN(parsed.getTime())) return parsed.toISOString();
  }
  throw new GraphQLError(`Timestamp: expected an instant like 2026-01-31T09:30:00.000Z, got ${JSON.stringify(value)}.`);
}

function safeInteger(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError(`${name}: expected an integer between −(2⁵³ − 1) and 2⁵³ − 1, got ${JSON.stringify(value)}.`);
}

function literal(node: ValueNode, variables: Readonly<Record<string, unknown>> | null | undefined): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((value) => literal(value, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, literal(field.value, variables)]));
    case Kind.VARIABLE:
      return variables?.[node.name.value];
  }
}

export const Timestamp = new GraphQLScalarType<string, string>({
  name: 'Timestamp',
  description: 'Instant in ISO-8601, UTC, milliseconds: `2026-01-31T09:30:00.000Z`.',
  serialize: instant,
  parseValue: instant,
  parseLiteral: (node) => instant(literal(node, null)),
});

export const NanoUsd = new GraphQLScalarType<number, number>({
  name: 'NanoUsd',
  description: 'Integer nano-US-dollars (10⁻⁹ USD). Null with `unpriced: true` = not known; never 0 for unknown.',
  serialize: (value) => safeInteger('NanoUsd', value),
  parseValue: (value) => safeInteger('NanoUsd', value),
  parseLiteral: (node) => safeInteger('NanoUsd', literal(node, null)),
});

export const Long = new GraphQLScalarType<number, number>({
  name: 'Long',
  description: 'Integer between −(2⁵³ − 1) and 2⁵³ − 1: bytes, sequence numbers of long logs, sums of tokens.',
  serialize: (value) => safeInteger('Long', value),
  parseValue: (value) => safeInteger('Long', value),
  parseLiteral: (node) => safeInteger('Long', literal(node, null)),
});

export const JSONValue = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description:
    'The `JSON` scalar type represents JSON values as specified by [ECMA-404](http://www.ecma-international.org/publications/files/ECMA-ST/ECMA-404.pdf).',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: literal,
});

export const JSONSchema = new GraphQLScalarType<unknown, unknown>({
  name: 'JSONSchema',
  description: 'A JSON Schema 2020-12 document.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: literal,
});
