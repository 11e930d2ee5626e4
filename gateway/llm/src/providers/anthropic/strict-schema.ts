import { isRecord } from '@aether/schema';

/** Keywords that the vendor's constrained decoding refuses. The answer is validated against the whole schema afterwards. */
const UNSUPPORTED = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

/** A JSON Schema as structured outputs take it: closed objects, no limits. */
export function strictSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strictSchema);
  if (!isRecord(schema)) return schema;
  const kept = Object.entries(schema)
    .filter(([keyword]) => !UNSUPPORTED.has(keyword))
    .map(([keyword, value]) => [
      keyword,
      isNames(keyword) ? withEach(value) : isData(keyword) ? value : strictSchema(value),
    ]);
  const isObject = schema['type'] === 'object' || isRecord(schema['properties']);
  return { ...Object.fromEntries(kept), ...(isObject ? { additionalProperties: false } : {}) };
}

/** Keywords whose keys are names of the author's, not keywords. */
const isNames = (keyword: string): boolean => ['properties', '$defs', 'definitions'].includes(keyword);
const isData = (keyword: string): boolean => ['enum', 'const', 'default', 'examples', 'required'].includes(keyword);

function withEach(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, strictSchema(schema)]));
}
