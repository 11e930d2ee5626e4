import { ExpressionError } from '@aether/common/expressions';
import type { UserError } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import { eventExpressions } from './event-expressions.ts';
import { TRIGGER_LIMITS, type TriggerSettings } from './trigger.ts';

/** Input schema (JSON Schema) of the agent that the trigger starts. */
type InputSchema = Readonly<Record<string, unknown>>;

/** What is wrong with the settings of a trigger, each with the path of its field; empty = nothing. */
export function checkTrigger(settings: TriggerSettings, inputs: InputSchema): readonly UserError[] {
  const { name, filter, mapping, deduplicationKey, ratePerMinute, budgetPerRun, failureLimit } = settings;
  const length = name.trim().length;
  return [
    ...within(['name'], length, 1, TRIGGER_LIMITS.nameLength, 'characters'),
    ...within(['ratePerMinute'], ratePerMinute, 1, TRIGGER_LIMITS.ratePerMinute, 'events'),
    ...within(['failureLimit'], failureLimit, 1, TRIGGER_LIMITS.failureLimit, 'failures'),
    ...(budgetPerRun !== null && budgetPerRun < 0 ? [problem(['budgetPerRun'], 'expected at least 0.')] : []),
    ...(filter === null ? [] : expression(['filter'], filter, 'bool')),
    ...(deduplicationKey === null ? [] : expression(['deduplicationKey'], deduplicationKey, 'any')),
    ...within(['mapping'], Object.keys(mapping).length, 0, TRIGGER_LIMITS.mappingFields, 'fields'),
    ...Object.entries(mapping).flatMap(([field, text]) => expression(['mapping', field], text, 'any')),
    ...checkFields(mapping, inputs),
  ];
}

/** A mapping as it came, as expressions by field. */
export function readMapping(value: unknown): {
  readonly mapping: Readonly<Record<string, string>>;
  readonly problems: readonly UserError[];
} {
  if (value === null || value === undefined) return { mapping: {}, problems: [] };
  if (!isRecord(value))
    return { mapping: {}, problems: [problem(['mapping'], 'expected an object: field of the input → expression.')] };
  const problems: UserError[] = [];
  const mapping: Record<string, string> = {};
  for (const [field, text] of Object.entries(value)) {
    if (typeof text === 'string') mapping[field] = text;
    else problems.push(problem(['mapping', field], 'expected an expression, as a text.'));
  }
  return { mapping, problems };
}

/** Configuration of a webhook: it has none beside its fields. */
export function checkConfiguration(value: unknown): readonly UserError[] {
  if (isRecord(value) && Object.keys(value).length === 0) return [];
  return [problem(['configuration'], 'expected {}: a webhook has no settings beside its own fields.')];
}

/** Whether the fields of the mapping and those of the agent belong together. The values are checked for each event. */
function checkFields(mapping: Readonly<Record<string, string>>, inputs: InputSchema): readonly UserError[] {
  const fields = Object.keys(mapping);
  // Without a mapping the body itself is the input: nothing can be said before one comes.
  if (fields.length === 0) return [];
  const properties = isRecord(inputs['properties']) ? inputs['properties'] : {};
  const required = Array.isArray(inputs['required']) ? inputs['required'].map(String) : [];
  const known = Object.keys(properties).join(', ') || 'none';
  return [
    ...fields
      .filter((field) => inputs['additionalProperties'] === false && !Object.hasOwn(properties, field))
      .map((field) => problem(['mapping', field], `the agent takes no "${field}" (its input fields: ${known}).`)),
    ...required
      .filter((field) => !Object.hasOwn(mapping, field))
      .map((field) => problem(['mapping', field], `the agent needs "${field}", and the mapping does not make it.`)),
  ];
}

function expression(path: readonly string[], text: string, expected: 'bool' | 'any'): readonly UserError[] {
  try {
    eventExpressions.compile(text, expected);
    return [];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [problem(path, `${error.message}.`)];
  }
}

function within(path: readonly string[], value: number, least: number, most: number, unit: string): UserError[] {
  return value >= least && value <= most ? [] : [problem(path, `expected ${least} to ${most} ${unit}, got ${value}.`)];
}

function problem(path: readonly string[], message: string): UserError {
  return {
    path: ['input', ...path],
    code: 'VALIDATION_FAILED',
    message: `${path.join('.')}: ${message}`,
    hint: 'Expressions are CEL over "event": event.body, event.headers, event.query, event.receivedAt.',
  };
}
