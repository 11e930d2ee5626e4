import type { Property } from './property.ts';
import { numbersIn, readValue } from './read-value.ts';

export interface ReadArguments {
  readonly values: Readonly<Record<string, unknown>>;
  /** Required ones that the request does not say. */
  readonly missing: readonly string[];
}

const QUERY = /^(?:query|q|search|search (?:query|term|text)|keywords?|term)$/;
const MESSAGE = /^(?:message|text|content|body|note|comment|input|prompt)$/;
const AFTER_SEARCH = /\b(?:search|look|find|query|google|browse)\b.*?\b(?:for|about|up|regarding)\b\s+(.+)$/is;
const AFTER_FIND = /\b(?:search|find|look up|query)\s+(.+)$/is;
const AFTER_SAY =
  /\b(?:echo|say|repeat|print|post|send|write)\b(?:\s+(?:back|the|this|a|message|text|note|comment|following))*\s*:?\s+(.+)$/is;

/** Reads the arguments of a call from the request. An argument that cannot be read clearly is left out. */
export function readArguments(request: string, properties: readonly Property[]): ReadArguments {
  const values: Record<string, unknown> = {};
  for (const property of properties) {
    const value = readValue(property, request);
    if (value !== undefined) values[property.key] = value;
  }
  readPairwise(request, properties, values);
  readFreeText(request, properties, values);
  return {
    values,
    missing: properties.filter(({ key, required }) => required && !(key in values)).map(({ key }) => key),
  };
}

/** As many numbers as numeric properties ("the sum of 3 and 5"), or as many named values as sets of the same values ("USD to EUR"): in their order. */
function readPairwise(request: string, properties: readonly Property[], values: Record<string, unknown>): void {
  const numeric = properties.filter(
    ({ kind, required, values: set }) => required && set === null && (kind === 'number' || kind === 'integer'),
  );
  const numbers = numbersIn(request);
  if (numeric.length === numbers.length && numeric.some(({ key }) => !(key in values))) {
    numeric.forEach(({ key, kind }, index) => {
      const number = numbers[index];
      if (number !== undefined && (kind === 'number' || Number.isInteger(number))) values[key] = number;
    });
  }
  const sets = properties.filter(({ values: set, required }) => required && set !== null && set.length > 1);
  const words = sets[0]?.values?.map(String) ?? [];
  const named = [...request.matchAll(/[\p{L}\p{N}]+/gu)].flatMap(([word]) =>
    words.filter((value) => value.toLowerCase() === word.toLowerCase()),
  );
  const same = sets.every(({ values: set }) => JSON.stringify(set) === JSON.stringify(sets[0]?.values));
  if (sets.length > 1 && same && named.length === sets.length)
    sets.forEach(({ key }, index) => (values[key] = named[index]));
}

/** One free text: what stands in quotes, or after the word that asks for it. */
function readFreeText(request: string, properties: readonly Property[], values: Record<string, unknown>): void {
  const open = properties.filter(
    ({ key, kind, required, values: set, format, pattern }) =>
      !(key in values) && required && kind === 'string' && set === null && format === null && pattern === null,
  );
  const [property, ...others] = open;
  if (property === undefined || others.length > 0) return;
  const quoted = [...request.matchAll(/["“]([^"”\n]+)["”]/g)].map((match) => match[1] ?? '');
  if (quoted.length === 1) values[property.key] = quoted[0];
  if (quoted.length > 0) return;
  const text = QUERY.test(property.label)
    ? (AFTER_SEARCH.exec(request) ?? AFTER_FIND.exec(request))?.[1]
    : MESSAGE.test(property.label)
      ? AFTER_SAY.exec(request)?.[1]
      : undefined;
  const value = text?.trim().replace(/(?:,?\s*please)?[?.!]*$/i, '');
  if (value !== undefined && value !== '') values[property.key] = value;
}
