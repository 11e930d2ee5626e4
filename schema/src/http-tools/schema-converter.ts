import { isRecord, type JsonObject, type JsonValue } from '../json-value.ts';
import { type ConvertedSchema, convertSchema } from './convert-schema.ts';
import { atPointer } from './resolve-reference.ts';
import { UniqueNames } from './unique-names.ts';

/** Characters of JSON that one tool may say about its arguments; a model reads every one of them. */
const MOST_CHARACTERS = 32_000;
const MOST_NAME_CHARACTERS = 64;
/** References one behind the other; what checks arguments follows them on its stack. */
const MOST_HOPS = 40;
/** Of a schema that is not said in full. */
const ANYTHING = { description: 'Any value: what it may hold is too long to be said here.' };
/** Characters of a member that says no more than that, but for its name. */
const MEMBER = JSON.stringify(ANYTHING).length + 4;

/** One argument of a tool. */
export interface ToolArgument {
  readonly name: string;
  readonly schema: unknown;
  /** Counts where the schema has none. */
  readonly description: string;
  readonly isRequired: boolean;
}

/** A reference whose definition is still to be said. */
interface Queued {
  readonly reference: string;
  readonly hops: number;
}

/**
 * Makes JSON Schemas 2020-12 that stand alone of those of an OpenAPI document; circles of references stay references. What is referred to from many
 * operations is converted once.
 */
export class SchemaConverter {
  readonly #document: unknown;
  readonly #names = new Map<string, string>();
  readonly #unique = new UniqueNames(MOST_NAME_CHARACTERS);
  readonly #converted = new WeakMap<object, ConvertedSchema>();

  constructor(document: unknown) {
    this.#document = document;
  }

  /** Schema of the arguments of one tool; null = there are more than can be said. @throws DocumentProblem */
  objectOf(given: readonly ToolArgument[]): JsonObject | null {
    const required = given.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    const names = given.reduce((sum, { name }) => sum + name.length + MEMBER, 0);
    // Each can be said at least as "any value", so whatever is refused below stays within the limit.
    const room = { left: MOST_CHARACTERS - names - JSON.stringify(required).length };
    if (room.left < 0) return null;
    const definitions = new Map<string, JsonValue>();
    const queue: Queued[] = [];
    const properties = given.map(({ name, schema, description }): readonly [string, JsonValue] => {
      const converted = described(this.#convert(schema), description);
      return [name, this.#fits(converted, 0, room, definitions, queue) ? converted.schema : ANYTHING];
    });
    for (let place = 0; place < queue.length; place++) {
      const { reference, hops } = queue[place] ?? { reference: '', hops: 0 };
      const converted = this.#convert(atPointer(this.#document, reference));
      if (this.#fits(converted, hops, room, definitions, queue))
        definitions.set(this.#nameOf(reference), converted.schema);
    }
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
      ...(definitions.size === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
    };
  }

  /** Whether there is room for a schema, and for the least that can be said about all that it refers to; then that is taken. */
  #fits(
    { schema, length, references }: ConvertedSchema,
    hops: number,
    room: { left: number },
    definitions: Map<string, JsonValue>,
    queue: Queued[],
  ): boolean {
    if (schema === null || length > room.left || hops > MOST_HOPS) return false;
    const fresh = references.filter((reference) => !definitions.has(this.#nameOf(reference)));
    const needed = fresh.reduce((sum, reference) => sum + this.#nameOf(reference).length + MEMBER, length);
    if (needed > room.left) return false;
    room.left -= needed;
    for (const reference of fresh) definitions.set(this.#nameOf(reference), ANYTHING);
    queue.push(...fresh.map((reference) => ({ reference, hops: hops + 1 })));
    return true;
  }

  #convert(schema: unknown): ConvertedSchema {
    if (!isRecord(schema)) return convertSchema(schema, (reference) => this.#nameOf(reference));
    const known = this.#converted.get(schema);
    if (known !== undefined) return known;
    const converted = convertSchema(schema, (reference) => this.#nameOf(reference));
    this.#converted.set(schema, converted);
    return converted;
  }

  #nameOf(reference: string): string {
    const known = this.#names.get(reference);
    if (known !== undefined) return known;
    const last = reference.slice(-MOST_NAME_CHARACTERS).split('/').at(-1) ?? '';
    const name = this.#unique.take(last.replaceAll(/[^A-Za-z0-9_-]/gu, '_') || 'Schema');
    this.#names.set(reference, name);
    return name;
  }
}

function described(converted: ConvertedSchema, description: string): ConvertedSchema {
  const { schema, length, references } = converted;
  if (description === '' || !isRecord(schema) || schema['description'] !== undefined) return converted;
  const said: JsonObject = { ...('$ref' in schema ? { allOf: [schema] } : schema), description };
  return { schema: said, length: length + JSON.stringify(description).length + 32, references };
}
