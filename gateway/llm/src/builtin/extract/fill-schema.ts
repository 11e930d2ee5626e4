import { type Property, readProperty } from './property.ts';
import { readValue, readValues } from './read-value.ts';

/** What a document is filled from. */
export interface SchemaSource {
  /** The last user message and the passages. */
  readonly text: string;
  readonly question: string;
  /** Sentences that answer the question, without marks; null = none. */
  readonly answer: string | null;
  /** Numbers of the passages that they come from. */
  readonly citations: readonly number[];
}

export interface FilledSchema {
  readonly value: unknown;
  /** Paths of required fields that the text does not say. */
  readonly missing: readonly string[];
}

const ANSWER = /^(?:answer|response|reply|summary|result|explanation|message|content|text)$/;
const CITATIONS = /^(?:citations?|sources?|references?|passages?)$/;
const QUESTION = /^(?:question|query)$/;

/** Fills a JSON Schema from what a text says: unknown is null where null is allowed, else left out, else missing. */
export function fillSchema(schema: unknown, source: SchemaSource): FilledSchema {
  const root = readProperty('', schema, true);
  const missing: string[] = [];
  return { value: fillObject(root, source, '', missing), missing };
}

function fillObject(object: Property, source: SchemaSource, path: string, missing: string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const property of object.properties) {
    const place = path === '' ? property.key : `${path}.${property.key}`;
    const value = fillProperty(property, source, place, missing);
    if (value !== undefined) values[property.key] = value;
    else if (property.nullable) values[property.key] = null;
    else if (property.required) missing.push(place);
  }
  return values;
}

function fillProperty(property: Property, source: SchemaSource, path: string, missing: string[]): unknown {
  if (property.kind === 'object') return fillObject(property, source, path, missing);
  if (property.kind === 'array') return fillArray(property, source);
  if (property.kind === 'string' && property.values === null) {
    if (ANSWER.test(property.label)) return source.answer ?? undefined;
    if (QUESTION.test(property.label)) return source.question;
  }
  return readValue(property, source.text);
}

/** Nothing found is an empty list, unless the schema wants at least one. */
function fillArray(property: Property, source: SchemaSource): readonly unknown[] | undefined {
  const items = readProperty(property.key, property.items, false);
  const values =
    CITATIONS.test(property.label) && items.kind !== 'object'
      ? source.citations.map((number) => (items.kind === 'string' ? String(number) : number))
      : items.kind === 'string'
        ? [...readValues(items, source.text)]
        : [];
  return values.length < property.minimumItems || (values.length === 0 && property.nullable) ? undefined : values;
}
