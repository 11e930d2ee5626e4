import type { StepRecord } from './db/records.ts';

export const EFFECT_STATES = ['STARTED', 'APPLIED', 'NOT_APPLIED', 'UNKNOWN'] as const;

export type EffectState = (typeof EFFECT_STATES)[number];

type CalledStep = Pick<StepRecord, 'status' | 'effect' | 'error'>;

/** Codes with which a call ended that nobody knows the outcome of. Every other failure was answered: nothing was changed. */
export const IN_DOUBT: readonly string[] = [
  'TOOL_OUTCOME_UNKNOWN',
  'TOOL_INTERRUPTED',
  'TOOL_TIMEOUT',
  'TOOL_RESULT_TOO_LARGE',
  'DEADLINE_EXCEEDED',
];

/** Steps that called a tool which may change something. */
export function writingSteps<Step extends CalledStep & Pick<StepRecord, 'type'>>(
  steps: readonly Step[],
): readonly (Step & { readonly effect: NonNullable<Step['effect']> })[] {
  return steps.filter(
    (step): step is Step & { readonly effect: NonNullable<Step['effect']> } =>
      step.type !== 'APPROVAL' && step.effect !== null && step.effect !== 'READ',
  );
}

/** What is known of a call that may have changed something outside. A call without an end is in doubt once its run has ended. */
export function effectState({ status, error }: CalledStep, isRunEnded: boolean): EffectState {
  if (status === 'SUCCEEDED' || status === 'REUSED') return 'APPLIED';
  if (status === 'STARTED' && !isRunEnded) return 'STARTED';
  if (status !== 'FAILED') return 'UNKNOWN';
  return error === null || IN_DOUBT.includes(error.code) ? 'UNKNOWN' : 'NOT_APPLIED';
}
