import { noPatterns } from '@aether/common/security';
import type { AgentSpec } from '@aether/schema';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { LRUCache } from 'lru-cache';
import { jsonOfAnswer } from './json-of-answer.ts';

/** Compiled schemas of the agents that run at the moment. */
const validators = new LRUCache<string, ValidateFunction>({ max: 200 });

export type StructuredOutput =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly string[] };

/** A new instance for each: schemas of tenants may have equal `$id`s, and an instance never forgets one. */
function compile(outputs: NonNullable<AgentSpec['outputs']>): ValidateFunction {
  const options = { allErrors: true, strict: false, validateFormats: false, code: { regExp: noPatterns } } as const;
  return new Ajv2020(options).compile(outputs);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads an answer as JSON and checks it against the agent's outputs. */
export function structuredOutput(text: string, outputs: NonNullable<AgentSpec['outputs']>): StructuredOutput {
  const schema = JSON.stringify(outputs);
  const validate = validators.get(schema) ?? compile(outputs);
  validators.set(schema, validate);
  const value = jsonOfAnswer(text);
  if (value === undefined) return { ok: false, problems: ['the answer is no JSON'] };
  if (!isRecord(value)) return { ok: false, problems: ['the answer is no JSON object'] };
  if (validate(value)) return { ok: true, value };
  return {
    ok: false,
    problems: (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`),
  };
}
