import { createHash } from 'node:crypto';
import { canonicalJson } from '@aether/schema';

export const STEP_TYPES = [
  'MEMORY_RETRIEVAL',
  'VECTOR_SEARCH',
  'LLM_INVOCATION',
  'TOOL_EXECUTION',
  'AGENT_CALL',
  'CONDITION',
  'SWITCH',
  'MAP',
  'MERGE',
  'TRANSFORM',
  'HTTP_CALL',
  'SUBFLOW',
  'APPROVAL',
  'ARTIFACT',
  'WAIT',
  'ERROR_HANDLER',
] as const;

export type StepType = (typeof STEP_TYPES)[number];

/** Steps that are another run: its costs are counted there. */
export function isCall(type: StepType): boolean {
  return type === 'AGENT_CALL' || type === 'SUBFLOW';
}

export const STEP_STATUSES = ['STARTED', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'REUSED'] as const;

export type StepStatus = (typeof STEP_STATUSES)[number];

/** A done step answers from the journal and never runs again. */
export function isDone(status: StepStatus): boolean {
  return status === 'SUCCEEDED' || status === 'REUSED' || status === 'SKIPPED';
}

/** What a repeated call does (design: execution.md, "Effect classes"). */
export const TOOL_EFFECTS = ['READ', 'IDEMPOTENT', 'KEYED', 'ONCE'] as const;

/** Whether the journal answers for the step: it is done, or it failed and what the run was told of it is kept. */
export function isSettled({ status, result }: { readonly status: StepStatus; readonly result: unknown }): boolean {
  return isDone(status) || (status === 'FAILED' && result !== null);
}

/** What a step's input is compared by on resume. */
export function hashStepInput(input: unknown): string {
  return createHash('sha256').update(canonicalJson(input)).digest('hex');
}

/** What a receiver knows a repeated call by: the same for every attempt of the step, another for every other call. @param key of the step that made the call first */
export function idempotencyKeyOf(executionId: string, key: string, inputHash: string): string {
  return createHash('sha256').update(`${executionId}\n${key}\n${inputHash}`).digest('hex');
}
