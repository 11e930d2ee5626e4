import { type AgentSpec, type SpecIssue, agentSpecSchema, parseAgentSpec } from '@aether/schema';
import { endpointExpressionIssues } from './endpoint-expression-issues.ts';
import { fixOf } from './fix-of-issue.ts';
import { flowExpressionIssues } from './flow-expression-issues.ts';
import { type JsonSchemaIssue, jsonSchemaIssues } from './json-schema-issues.ts';
import { type ReferenceFacts, referenceIssues } from './reference-issues.ts';
import type { ValidationIssue } from './validation-issue.ts';

export interface Validation {
  /** No issue of severity ERROR: it can be published and run. */
  readonly valid: boolean;
  readonly issues: readonly ValidationIssue[];
  /** With all defaults filled in; null while the shape is wrong. */
  readonly spec: AgentSpec | null;
}

/** The specification when its shape is right, whatever else may be wrong with it. */
export function shapedSpec(value: unknown): AgentSpec | null {
  const parsed = agentSpecSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Every problem of a specification: its shape, what its parts say about each other, and what they refer to. */
export function validateSpec(value: unknown, facts: ReferenceFacts): Validation {
  const parsed = parseAgentSpec(value);
  const spec = parsed.ok ? parsed.spec : shapedSpec(value);
  const own = parsed.ok ? [] : parsed.issues.map((issue) => toIssue(issue, value));
  const schemas = spec === null ? [] : jsonSchemaIssues(spec).map((issue) => toIssue(issue, value));
  const expressions =
    spec === null
      ? []
      : [...flowExpressionIssues(spec), ...endpointExpressionIssues(spec)].map((issue) => toIssue(issue, value));
  const issues = [...own, ...schemas, ...expressions, ...(spec === null ? [] : referenceIssues(spec, facts))];
  return { valid: !issues.some((issue) => issue.severity === 'ERROR'), issues, spec };
}

function toIssue(issue: SpecIssue | JsonSchemaIssue, value: unknown): ValidationIssue {
  return { ...issue, severity: 'ERROR', fix: fixOf(issue, value) };
}
