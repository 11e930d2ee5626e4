import { type AgentSpec, hasPattern, type SpecIssue } from '@aether/schema';
import { Ajv2020 } from 'ajv/dist/2020.js';

export type JsonSchemaIssue = SpecIssue & { readonly code: 'WRONG_JSON_SCHEMA' };

// Checks documents against the meta-schema only; no schema of a user is ever compiled here.
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });

/** Where `inputs` and `outputs` are no JSON Schema 2020-12. */
export function jsonSchemaIssues(spec: AgentSpec): JsonSchemaIssue[] {
  return [...issuesOf(spec.inputs, 'inputs'), ...(spec.outputs === undefined ? [] : issuesOf(spec.outputs, 'outputs'))];
}

function issuesOf(given: object, part: 'inputs' | 'outputs'): JsonSchemaIssue[] {
  // Another draft has no meta-schema here; its keywords are read as those of 2020-12.
  const { $schema: _draft, ...schema } = given as Record<string, unknown>;
  if (hasPattern(schema)) return [patternIssue(part)];
  if (ajv.validateSchema(schema) === true) return [];
  const byPath = new Map<string, JsonSchemaIssue>();
  for (const { instancePath, message } of ajv.errors ?? []) {
    const path = [
      part,
      ...instancePath
        .split('/')
        .slice(1)
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')),
    ];
    const key = path.join('/');
    // The first message of a place is the most exact one; those that follow come from enclosing `anyOf`s.
    if (byPath.has(key)) continue;
    byPath.set(key, {
      code: 'WRONG_JSON_SCHEMA',
      path,
      message: `${path.join('.')} ${message ?? 'is no JSON Schema 2020-12'}.`,
      hint: null,
    });
  }
  return [...byPath.values()];
}

function patternIssue(part: 'inputs' | 'outputs'): JsonSchemaIssue {
  return {
    code: 'WRONG_JSON_SCHEMA',
    path: [part],
    message: `${part} must do without "pattern" and "patternProperties": a regular expression can keep the service busy for hours.`,
    hint: 'Say the form in the description, or use "enum", "minLength" and "maxLength".',
  };
}
