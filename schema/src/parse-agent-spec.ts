import type { z } from 'zod';
import { agentSpecSchema } from './agent-spec.ts';
import type { AgentSpec } from './agent-spec.ts';
import { checkAgentSpec } from './check-agent-spec.ts';
import type { SpecIssue } from './agent-spec-issue.ts';
import { isRecord } from './json-value.ts';
import { nearestWord } from './nearest-word.ts';

export type ParsedAgentSpec = { ok: true; spec: AgentSpec } | { ok: false; issues: readonly SpecIssue[] };

/** Reads a specification, fills in defaults, and tells every problem with its path. Never throws. */
export function parseAgentSpec(value: unknown): ParsedAgentSpec {
  const parsed = agentSpecSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) return { ok: false, issues: parsed.error.issues.flatMap((issue) => toSpecIssues(issue, value)) };
  const issues = checkAgentSpec(parsed.data);
  return issues.length === 0 ? { ok: true, spec: parsed.data } : { ok: false, issues };
}

function toSpecIssues(issue: z.core.$ZodIssue, root: unknown): SpecIssue[] {
  const path = issue.path.map(String);
  const name = path.at(-1) ?? 'The specification';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField([...path, key], key));
    case 'invalid_type':
      if (!hasValueAt(root, issue.path)) return [missing(path, name, `Give ${article(issue.expected)}.`)];
      return [
        {
          code: 'WRONG_TYPE',
          path,
          message: `${name} must be ${article(issue.expected)}, but is ${kindOf(issue.input)}.`,
          hint: null,
        },
      ];
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      if (!hasValueAt(root, issue.path)) return [missing(path, name, `Use ${allowed.join(', ')}.`)];
      const meant = typeof issue.input === 'string' ? nearestWord(issue.input, allowed) : null;
      const hint = meant === null ? null : `Did you mean ${meant}?`;
      return [
        {
          code: 'WRONG_VALUE',
          path,
          message: `${name} must be one of ${allowed.join(', ')}, but is ${show(issue.input)}.`,
          hint,
        },
      ];
    }
    case 'too_small':
      return [
        { code: 'TOO_SMALL', path, message: `${name} must ${atLeast(issue.origin, issue.minimum)}.`, hint: null },
      ];
    case 'too_big':
      return [{ code: 'TOO_LARGE', path, message: `${name} must ${atMost(issue.origin, issue.maximum)}.`, hint: null }];
    case 'invalid_format':
      return [
        { code: 'WRONG_FORMAT', path, message: `${name} ${issue.message}, but is ${show(issue.input)}.`, hint: null },
      ];
    case 'invalid_key':
      return [
        {
          code: 'WRONG_FORMAT',
          path,
          message: `The key "${name}" must be lower case letters, digits and hyphens.`,
          hint: null,
        },
      ];
    default:
      return [{ code: 'WRONG_VALUE', path, message: `${name}: ${issue.message}`, hint: null }];
  }
}

function missing(path: string[], name: string, hint: string): SpecIssue {
  return { code: 'REQUIRED', path, message: `${name} is missing.`, hint };
}

function unknownField(path: string[], key: string): SpecIssue {
  const meant = nearestWord(key, Object.keys(agentSpecSchema.shape));
  const hint = path.length === 1 && meant !== null ? `Did you mean ${meant}?` : 'Remove it.';
  return { code: 'UNKNOWN_FIELD', path, message: `${key} is not a field of a specification here.`, hint };
}

function hasValueAt(root: unknown, path: readonly PropertyKey[]): boolean {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isRecord(value)) value = value[String(key)];
    else return false;
  }
  return value !== undefined;
}

function atLeast(origin: string, minimum: number | bigint): string {
  if (origin === 'string') return minimum === 1 ? 'not be empty' : `have at least ${minimum} characters`;
  if (origin === 'array') return `have at least ${minimum} elements`;
  return `be at least ${minimum}`;
}

function atMost(origin: string, maximum: number | bigint): string {
  if (origin === 'string') return `have at most ${maximum} characters`;
  if (origin === 'array') return `have at most ${maximum} elements`;
  return `be at most ${maximum}`;
}

function article(noun: string): string {
  const word = noun === 'int' ? 'whole number' : noun === 'record' ? 'object' : noun;
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return article(typeof value);
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : typeof value === 'number' ? String(value) : kindOf(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
