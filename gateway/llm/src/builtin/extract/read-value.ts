import { boundedPattern } from './bounded-pattern.ts';
import type { Property } from './property.ts';
import { stem, wordsOf } from './words.ts';

/** A value that stands in a text; undefined = it does not, or not clearly. Nothing here ever makes one up. */
export type FoundValue = string | number | boolean | undefined;

const MAXIMUM_CHARACTERS = 500;
const NAME = String.raw`\p{Lu}[\p{L}\p{N}&'’.-]*(?:\s+(?:(?:de|van|von|der|of|the|and|&)\s+)*\p{Lu}[\p{L}\p{N}&'’.-]*){0,4}`;
const NUMBER = /(?<![\w.,-])[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-])|(?<![\w.,-])[-+]?\d+(?:\.\d+)?(?![\w-]|[.,]\d)/g;
const FORMATS: Readonly<Record<string, RegExp>> = {
  email: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  uri: /https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?]/g,
  date: /\b\d{4}-\d{2}-\d{2}\b/g,
  'date-time': /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g,
  uuid: /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi,
  phone: /(?:\+|\b0)\d[\d\s()/-]{5,}\d/g,
};
const DATE_IN_WORDS = String.raw`(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+(?:\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s*\d{4})?`;
const CODE = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Z][A-Z\d]*(?:-[A-Z\d]+)*(?![\w-])|(?<=#)\d+/g;

/** By what a property's own words say it holds. Earlier rows win. */
const READERS: readonly { readonly words: RegExp; readonly pattern: RegExp }[] = [
  {
    words:
      /^(?:(?:full|first|last|customer|contact|person|user) )?name$|^(?:person|customer|contact|author|assignee|recipient)$/,
    pattern: new RegExp(
      String.raw`\b(?:my name is|name is|I am|I'm|this is|named|called|(?:Mr|Mrs|Ms|Dr)\.?)\s+(${NAME})`,
      'gu',
    ),
  },
  { words: /^(?:from|origin|departure|source)\b/, pattern: new RegExp(String.raw`\bfrom\s+(${NAME})`, 'gu') },
  { words: /^(?:to|destination|arrival|target)\b/, pattern: new RegExp(String.raw`\bto\s+(${NAME})`, 'gu') },
  {
    words: /\b(?:city|town|location|place|country|region|destination)\b/,
    pattern: new RegExp(String.raw`\b(?:in|at|for|near|to|of)\s+(${NAME})`, 'gu'),
  },
  {
    words: /\b(?:company|organi[sz]ation|employer|firm|vendor|supplier)\b/,
    pattern: new RegExp(String.raw`\b(?:company|work (?:at|for)|employed (?:at|by)|on behalf of)\s+(${NAME})`, 'gu'),
  },
  { words: /\b(?:phone|telephone|mobile)\b/, pattern: /((?:\+|\b0)\d[\d\s()/-]{5,}\d)/g },
  { words: /\be ?mail\b/, pattern: /([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g },
  { words: /\b(?:url|link|website|uri)\b/, pattern: /(https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?])/g },
  {
    words: /\b(?:date|day|deadline|birthday)\b/,
    pattern: new RegExp(String.raw`(\b\d{4}-\d{2}-\d{2}\b|\b${DATE_IN_WORDS})`, 'g'),
  },
  { words: /\b(?:id|number|code|reference|ticket|sku|identifier)$/, pattern: new RegExp(`(${CODE.source})`, 'g') },
];

/** A value for one property from a text: labelled ("Priority: high"), else by its format, values or kind of name. */
export function readValue(property: Property, text: string): FoundValue {
  if (property.values !== null) return readOneOf(property, text);
  if (property.kind === 'number' || property.kind === 'integer') return readNumber(property, text);
  if (property.kind === 'boolean') return readBoolean(property, text);
  if (property.kind !== 'string' && property.kind !== 'unknown') return undefined;
  const pattern = property.format === null ? undefined : FORMATS[property.format];
  if (pattern !== undefined) return only(allOf(pattern, text, property));
  return readLabelled(property, text) ?? readByWords(property, text) ?? readByPattern(property, text);
}

/** All values of a format, a set of values, or a labelled list. */
export function readValues(property: Property, text: string): readonly FoundValue[] {
  if (property.values !== null)
    return property.values.filter((value) => typeof value === 'string' && mentions(text, value)).map(String);
  const pattern = property.format === null ? undefined : FORMATS[property.format];
  if (pattern !== undefined) return allOf(pattern, text, property);
  return (readLabelled(property, text) ?? '').split(/\s*(?:,|;|\band\b)\s*/).filter((item) => item !== '');
}

/** Every number in a text, in order. */
export function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(NUMBER)].map(([number]) => Number(number.replaceAll(',', '')));
}

/** `Label: value`, `label = value`, `the label is value`. */
function readLabelled(property: Property, text: string): string | undefined {
  const label = property.label
    .split(' ')
    .map(escapePattern)
    .join(String.raw`[\s_-]+`);
  const quoted = new RegExp(String.raw`\b${label}s?\b[^"“\n.]{0,12}["“]([^"”\n]+)["”]`, 'iu').exec(text)?.[1];
  const found =
    quoted ??
    new RegExp(
      String.raw`(?:^|[\n;,.(]|\b(?:the|my|our|its|with|and))\s*${label}s?\s*(?::|=|\bis\b|\bare\b|\bwas\b)\s*(.+?)(?=[;\n]|\.(?:\s|$)|$)`,
      'imu',
    ).exec(text)?.[1];
  const value = found?.trim().replace(/^["“](.*)["”]$/, '$1');
  return value === undefined || value === '' || value.length > MAXIMUM_CHARACTERS || !matchesPattern(property, value)
    ? undefined
    : value;
}

function readByWords(property: Property, text: string): string | undefined {
  const reader = READERS.find(({ words }) => words.test(property.label));
  return reader === undefined
    ? undefined
    : only(
        [...text.matchAll(reader.pattern)]
          .map((match) => (match[1] ?? '').trim().replace(/[.,;:!?'’]+$/, ''))
          .filter((value) => value !== '' && matchesPattern(property, value)),
      );
}

/** The only word of the text that has the form the schema asks for. */
function readByPattern({ pattern }: Property, text: string): string | undefined {
  if (pattern === null || !pattern.startsWith('^') || !pattern.endsWith('$')) return undefined;
  const form = boundedPattern(pattern);
  return form instanceof RegExp
    ? only(
        text
          .split(/\s+/)
          .map((word) => word.replace(/^["“(]+|["”).,;:!?]+$/g, ''))
          .filter((word) => word !== '' && form.test(word)),
      )
    : undefined;
}

/** The value of the set that the text names, when it names exactly one; with a label, the labelled one. */
function readOneOf(property: Property, text: string): FoundValue {
  const values = property.values ?? [];
  if (values.length === 1 && property.required) return primitive(values[0]);
  const labelled = readLabelled({ ...property, pattern: null }, text);
  const near = nearLabel(property, text);
  for (const place of [labelled, near, text]) {
    const named = place === undefined ? [] : values.filter((value) => mentions(place, String(value)));
    if (named.length === 1) return primitive(named[0]);
  }
  return undefined;
}

/** "from EUR", "high priority": the words beside a label that is a single word. */
function nearLabel(property: Property, text: string): string | undefined {
  const label = escapePattern(property.label);
  const match = new RegExp(String.raw`\b${label}\s+(\S+)|(\S+)\s+${label}\b`, 'iu').exec(text);
  return match?.[1] ?? match?.[2];
}

/** The only number, or the one beside a word of the property ("quantity of 42", "42 people"). */
function readNumber(property: Property, text: string): number | undefined {
  const found = [...text.matchAll(NUMBER)].map((match) => ({
    value: Number(match[0].replaceAll(',', '')),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const fitting = property.kind === 'integer' ? found.filter(({ value }) => Number.isInteger(value)) : found;
  const beside = fitting.filter(({ start, end }) => {
    const around = [...wordsOf(text.slice(0, start)).slice(-3), ...wordsOf(text.slice(end)).slice(0, 2)].map(stem);
    return wordsOf(property.label).some((word) => around.includes(stem(word)));
  });
  if (beside.length === 1) return beside[0]?.value;
  return fitting.length === 1 && found.length === 1 && property.required ? fitting[0]?.value : undefined;
}

function readBoolean(property: Property, text: string): boolean | undefined {
  const value = readLabelled({ ...property, pattern: null }, text)?.toLowerCase();
  if (value === undefined) return undefined;
  if (/^(?:yes|true|on|enabled)\b/.test(value)) return true;
  return /^(?:no|not|false|off|disabled)\b/.test(value) ? false : undefined;
}

function allOf(pattern: RegExp, text: string, property: Property): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([value]) => value))].filter((value) =>
    matchesPattern(property, value),
  );
}

/** Two candidates are no reading: choosing one would be guessing. */
function only(values: readonly string[]): string | undefined {
  const distinct = [...new Set(values)];
  return distinct.length === 1 ? distinct[0] : undefined;
}

function mentions(text: string, value: string): boolean {
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}])${escapePattern(value).replaceAll(/[_-]/g, String.raw`[\s_-]?`)}(?![\p{L}\p{N}])`,
    'iu',
  ).test(text);
}

function matchesPattern({ pattern }: Property, value: string): boolean {
  return pattern === null || boundedPattern(pattern).test(value);
}

function primitive(value: unknown): FoundValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
