import { ValidationError } from '@aether/common/service';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { boundedPattern } from './bounded-pattern.ts';
import { fillSchema, type SchemaSource } from './fill-schema.ts';

export type SchemaAnswer =
  | { readonly kind: 'filled'; readonly json: string }
  | { readonly kind: 'missing'; readonly missing: readonly string[] };

/** What `json_object` without a schema gets. */
const DEFAULT_SCHEMA = {
  type: 'object',
  properties: { answer: { type: ['string', 'null'] }, citations: { type: 'array', items: { type: 'integer' } } },
  required: ['answer', 'citations'],
};

/**
 * A document that fits the schema and says only what the text says, or the fields that the text does not say.
 * @throws ValidationError when the schema itself is none
 */
export function answerWithSchema(schema: Readonly<Record<string, unknown>> | null, source: SchemaSource): SchemaAnswer {
  const validate = compile(schema ?? DEFAULT_SCHEMA);
  const { value, missing } = fillSchema(schema ?? DEFAULT_SCHEMA, source);
  if (missing.length > 0) return { kind: 'missing', missing };
  if (validate(value)) return { kind: 'filled', json: JSON.stringify(value) };
  const wrong = (validate.errors ?? []).map(
    ({ instancePath, keyword }) => instancePath.slice(1).replaceAll('/', '.') || keyword,
  );
  return { kind: 'missing', missing: [...new Set(wrong)] };
}

function compile(schema: Readonly<Record<string, unknown>>): ValidateFunction {
  const regExp = Object.assign((pattern: string) => boundedPattern(pattern), { code: 'boundedPattern' });
  try {
    return new Ajv2020({ strict: false, validateFormats: false, logger: false, code: { regExp } }).compile({
      ...schema,
      $schema: undefined,
    });
  } catch (error) {
    throw new ValidationError(
      ['response_format', 'json_schema', 'schema'],
      'a JSON Schema 2020-12',
      error instanceof Error ? error.message : 'something else',
    );
  }
}
