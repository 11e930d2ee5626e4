import type { AgentSpec } from './agent-spec.ts';
import type { SpecIssue } from './agent-spec-issue.ts';
import { checkFlow } from './check-flow.ts';
import { checkAgentType } from './check-agent-type.ts';
import { checkProduces } from './check-produces.ts';
import { isRecord } from './json-value.ts';
import { placeholderIssues } from './placeholder-issues.ts';

/** The input that carries what a person asked, by kind. Other inputs are free. */
export const PROMPT_INPUT = { QA: 'question', CONVERSATIONAL: 'message' } as const;

/** Kinds whose runs begin with words of a person. */
export type PromptKind = keyof typeof PROMPT_INPUT;

export function isPromptKind(kind: unknown): kind is PromptKind {
  return typeof kind === 'string' && Object.hasOwn(PROMPT_INPUT, kind);
}

/** What the shape of a specification cannot say: parts that must fit each other. */
export function checkAgentSpec(spec: AgentSpec): SpecIssue[] {
  return [
    ...checkKind(spec),
    ...checkSchema(spec.inputs, ['inputs']),
    ...(spec.outputs === undefined ? [] : checkSchema(spec.outputs, ['outputs'])),
    ...checkPlaceholders(spec),
    ...checkFallbacks(spec),
    ...checkKnowledge(spec),
    ...checkProduces(spec, Object.keys(inputProperties(spec))),
  ];
}

const missingFlow: SpecIssue = {
  code: 'REQUIRED',
  path: ['flow'],
  message: 'An agent of kind WORKFLOW does what its flow says, and it has none.',
  hint: 'Add "flow" with nodes and edges, or start from a template.',
};

function checkKind(spec: AgentSpec): SpecIssue[] {
  const issues = checkAgentType(spec);
  const isCalled = spec.type === 'EXTERNAL_API' || spec.type === 'LEGACY';
  // What another system does is not told by the kind; only words of a person must have their place in the input.
  return isCalled && !isPromptKind(spec.kind) ? issues : [...issues, ...checkRunnable(spec)];
}

function checkRunnable(spec: AgentSpec): SpecIssue[] {
  if (spec.kind === 'WORKFLOW') return spec.flow === undefined ? [missingFlow] : checkFlow(spec.flow, spec);
  // What it produces is checked for every kind (checkProduces).
  if (spec.kind === 'PRODUCER') return [];
  const name = PROMPT_INPUT[spec.kind];
  const declared = inputProperties(spec)[name];
  if (isRecord(declared) && declared['type'] === 'string') return [];
  return [
    {
      code: 'MISSING_INPUT',
      path: ['inputs', 'properties', name],
      message: `An agent of kind ${spec.kind} reads what a person asks from the text input "${name}", which is not declared.`,
      hint: `Add "${name}": { "type": "string" } to inputs.properties.`,
    },
  ];
}

/** Only what a run relies on; agents checks the whole document with a JSON Schema validator. */
function checkSchema(schema: AgentSpec['inputs'], path: readonly string[]): SpecIssue[] {
  const issues: SpecIssue[] = [];
  if (schema['type'] !== 'object') {
    const hint = 'Set "type": "object" and list the fields under "properties".';
    issues.push({
      code: 'WRONG_JSON_SCHEMA',
      path: [...path, 'type'],
      message: `${path.join('.')} must describe an object.`,
      hint,
    });
  }
  const properties = schema['properties'];
  if (properties !== undefined && !isRecord(properties)) {
    const message = 'properties must be an object of JSON Schemas by name.';
    issues.push({ code: 'WRONG_JSON_SCHEMA', path: [...path, 'properties'], message, hint: null });
  }
  return [...issues, ...foreignReferences(schema, path)];
}

/** References that leave the document would have to be fetched, which never happens. */
function foreignReferences(value: unknown, path: readonly string[]): SpecIssue[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => foreignReferences(item, [...path, String(index)]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, member]): SpecIssue[] => {
    const here = [...path, key];
    if (key !== '$ref' || typeof member !== 'string' || member.startsWith('#')) return foreignReferences(member, here);
    const hint = 'Copy the schema to $defs and refer to it as "#/$defs/<name>".';
    return [{ code: 'WRONG_JSON_SCHEMA', path: here, message: `"${member}" is outside of this document.`, hint }];
  });
}

function checkPlaceholders(spec: AgentSpec): SpecIssue[] {
  return placeholderIssues(spec.instructions, Object.keys(inputProperties(spec)), ['instructions']);
}

function checkFallbacks({ model }: AgentSpec): SpecIssue[] {
  return model.fallbacks.flatMap((slug, index): SpecIssue[] => {
    if (slug !== model.primary && model.fallbacks.indexOf(slug) === index) return [];
    const path = ['model', 'fallbacks', String(index)];
    return [{ code: 'DUPLICATE', path, message: `${slug} is already in the list of models.`, hint: 'Remove it.' }];
  });
}

function checkKnowledge({ knowledge }: AgentSpec): SpecIssue[] {
  const seen = new Set<string>();
  return Object.entries(knowledge).flatMap(([id, { notebook }]): SpecIssue[] => {
    if (!seen.has(notebook)) {
      seen.add(notebook);
      return [];
    }
    const path = ['knowledge', id, 'notebook'];
    return [{ code: 'DUPLICATE', path, message: `The notebook ${notebook} is searched twice.`, hint: 'Remove one.' }];
  });
}

function inputProperties(spec: AgentSpec): Record<string, unknown> {
  const properties = spec.inputs['properties'];
  return isRecord(properties) ? properties : {};
}
