import { isRecord, type JsonObject, type JsonValue } from '../json-value.ts';

const MOST_LEVELS = 40;
/** Parts and characters of one schema that are read; no tool could say so much. */
const MOST_WORK = 100_000;

/** Say nothing about a value, or would give a schema another meaning in its new place. */
const DROPPED: ReadonlySet<string> = new Set(
  '$schema $id $anchor $dynamicAnchor $dynamicRef $comment $vocabulary $defs definitions example examples xml discriminator externalDocs deprecated nullable readOnly writeOnly'.split(
    ' ',
  ),
);
const SCHEMA_MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas']);

/** A schema of an OpenAPI document as JSON Schema 2020-12. */
export interface ConvertedSchema {
  /** Null = it is longer than any tool may say. */
  readonly schema: JsonValue | null;
  /** Of its JSON. */
  readonly length: number;
  /** References within the document, each once, in the order in which they occur. */
  readonly references: readonly string[];
}

/** @param nameOf under which a reference is found in the new place */
export function convertSchema(schema: unknown, nameOf: (reference: string) => string): ConvertedSchema {
  const walk = new Walk(nameOf);
  try {
    const converted = walk.schema(schema, 0);
    return { schema: converted, length: JSON.stringify(converted).length, references: [...walk.references] };
  } catch (error) {
    if (error instanceof TooLong) return { schema: null, length: Number.POSITIVE_INFINITY, references: [] };
    throw error;
  }
}

class TooLong extends Error {}

/** One reading of one schema, which ends early where that is too long. */
class Walk {
  readonly references = new Set<string>();
  readonly #nameOf: (reference: string) => string;
  #left = MOST_WORK;

  constructor(nameOf: (reference: string) => string) {
    this.#nameOf = nameOf;
  }

  schema(value: unknown, level: number): JsonValue {
    this.#charge(1);
    if (typeof value === 'boolean') return value;
    if (!isRecord(value) || level > MOST_LEVELS) return {};
    const { $ref } = value;
    if (typeof $ref === 'string') {
      this.#charge($ref.length);
      this.references.add($ref);
      return { $ref: `#/$defs/${this.#nameOf($ref)}` };
    }
    const entries = this.#entries(value)
      .filter(([key]) => !DROPPED.has(key) && !key.startsWith('x-'))
      .map(([key, entry]) => [key, this.#keyword(key, entry, level + 1)] as const);
    return nullable(value, bounded(value, withoutReadOnly(value, Object.fromEntries(entries))));
  }

  #keyword(key: string, entry: unknown, level: number): JsonValue {
    if (SCHEMA_MAPS.has(key) && isRecord(entry))
      return Object.fromEntries(this.#entries(entry).map(([name, each]) => [name, this.schema(each, level)]));
    if (/^(?:allOf|anyOf|oneOf|prefixItems)$/u.test(key) && Array.isArray(entry))
      return entry.map((each: unknown) => this.schema(each, level));
    const isSchema = /^(?:items|not|if|then|else|contains|additionalProperties|propertyNames|unevaluated\w+)$/u.test(
      key,
    );
    if (isSchema && (isRecord(entry) || typeof entry === 'boolean')) return this.schema(entry, level);
    return this.#plain(entry, level);
  }

  #plain(value: unknown, level: number): JsonValue {
    this.#charge(typeof value === 'string' ? value.length : 1);
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    if (level > MOST_LEVELS) return null;
    if (Array.isArray(value)) return value.map((entry: unknown) => this.#plain(entry, level + 1));
    if (!isRecord(value)) return null;
    return Object.fromEntries(this.#entries(value).map(([name, entry]) => [name, this.#plain(entry, level + 1)]));
  }

  #entries(value: Record<string, unknown>): readonly (readonly [string, unknown])[] {
    const names = Object.keys(value);
    this.#charge(names.length);
    for (const name of names) this.#charge(name.length);
    return names.map((name) => [name, value[name]]);
  }

  #charge(work: number): void {
    this.#left -= work;
    if (this.#left < 0) throw new TooLong();
  }
}

/** OpenAPI 3.0 says by a keyword of its own what JSON Schema says by a type. */
function nullable(given: Record<string, unknown>, schema: JsonObject): JsonObject {
  if (given['nullable'] !== true) return schema;
  const { type, enum: values, ...rest } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...rest, type: [type, 'null'], ...(Array.isArray(values) ? { enum: [...values, null] } : {}) };
}

/** In OpenAPI 3.0 `exclusiveMinimum: true` is about `minimum`. */
function bounded(given: Record<string, unknown>, schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).flatMap(([key, entry]): readonly (readonly [string, JsonValue])[] => {
    if (key === 'exclusiveMinimum' || key === 'exclusiveMaximum') {
      if (typeof entry !== 'boolean') return [[key, entry]];
      const bound = key === 'exclusiveMinimum' ? given['minimum'] : given['maximum'];
      return entry && typeof bound === 'number' ? [[key, bound]] : [];
    }
    if (key === 'minimum' && given['exclusiveMinimum'] === true) return [];
    if (key === 'maximum' && given['exclusiveMaximum'] === true) return [];
    return [[key, entry]];
  });
  return Object.fromEntries(entries);
}

/** What only an answer has is not asked for. */
function withoutReadOnly(given: Record<string, unknown>, schema: JsonObject): JsonObject {
  const { properties } = given;
  if (!isRecord(properties)) return schema;
  const answered = new Set(
    Object.keys(properties).filter((name) => {
      const property = properties[name];
      return isRecord(property) && property['readOnly'] === true;
    }),
  );
  if (answered.size === 0) return schema;
  const { properties: kept, required, ...rest } = schema;
  const asked = isJsonObject(kept) ? Object.entries(kept).filter(([name]) => !answered.has(name)) : [];
  const needed = Array.isArray(required) ? required.filter((name) => !answered.has(String(name))) : [];
  return { ...rest, properties: Object.fromEntries(asked), ...(needed.length === 0 ? {} : { required: needed }) };
}

function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return isRecord(value);
}
