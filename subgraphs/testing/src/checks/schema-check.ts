import { hasPattern } from '@aether/schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type CheckResult, verdict } from './check-result.ts';

/**
 * Whether an output fits a JSON Schema (2020-12). `pattern` of schemas is refused: it would run a foreign regular expression without a
 * bound (the check PATTERN has one).
 */
export function fitsSchema(schema: Readonly<Record<string, unknown>>, output: unknown): CheckResult {
  // A new instance for each: schemas of tenants may have equal `$id`s.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(schema);
  if (validate(output)) return verdict(true, 'The output fits the schema.');
  const problem = validate.errors?.[0];
  return verdict(
    false,
    `The output does not fit the schema: ${problem?.instancePath || '/'} ${problem?.message ?? ''}.`,
  );
}

/** Why a schema cannot be checked by; null = it can. */
export function schemaProblem(schema: Readonly<Record<string, unknown>>): string | null {
  if (hasPattern(schema)) return 'no "pattern" or "patternProperties": use a check of kind PATTERN';
  try {
    new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    return null;
  } catch (error) {
    return `JSON Schema 2020-12 (${error instanceof Error ? error.message : 'not readable'})`;
  }
}
