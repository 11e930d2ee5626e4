import { createHash } from 'node:crypto';
import { canonicalJson } from '@aether/schema';

export const STEP_TYPES = ['MEMORY_RETRIEVAL', 'VECTOR_SEARCH', 'LLM_INVOCATION'] as const;

export type StepType = (typeof STEP_TYPES)[number];

export const STEP_STATUSES = ['STARTED', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'REUSED'] as const;

export type StepStatus = (typeof STEP_STATUSES)[number];

/** A done step answers from the journal and never runs again. */
export function isDone(status: StepStatus): boolean {
  return status === 'SUCCEEDED' || status === 'REUSED' || status === 'SKIPPED';
}

/** What a step's input is compared by on resume. */
export function hashStepInput(input: unknown): string {
  return createHash('sha256').update(canonicalJson(input)).digest('hex');
}
