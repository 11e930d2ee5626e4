import type { ErrorCode } from '@aether/schema';
import type { StepRecord } from './db/step-records.ts';

export const EFFECT_STATES = ['STARTED', 'APPLIED', 'NOT_APPLIED', 'UNKNOWN'] as const;

export type EffectState = (typeof EFFECT_STATES)[number];

type CalledStep = Pick<StepRecord, 'status' | 'effect' | 'error'>;

/**
 * Codes that prove that a call never reached its tool, or that the tool itself said that it did nothing. Every other one leaves open what
 * happened: a gateway that answers with a defect, or that the call was cancelled, may have sent it before.
 */
const NOT_CALLED: readonly string[] = [
  'UNAUTHENTICATED',
  'SESSION_EXPIRED',
  'FORBIDDEN',
  'NOT_FOUND',
  'VALIDATION_FAILED',
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'METHOD_NOT_ALLOWED',
  'UNSUPPORTED_MEDIA_TYPE',
  'ADDRESS_REFUSED',
  'RATE_LIMITED',
  'CREDENTIAL_UNREADABLE',
  'CREDENTIAL_SCOPE',
  'NEEDS_AUTH',
  'CALL_DEPTH_EXCEEDED',
  'TOOL_NOT_FOUND',
  'TOOL_NOT_ALLOWED',
  'TOOL_NEEDS_PERSON',
  'TOOL_NOT_APPROVED',
  'TOOL_ARGUMENTS_INVALID',
  'TOOL_REFUSED',
  'TOOL_UNAUTHORIZED',
  'TOOL_SERVER_UNAVAILABLE',
  'TOOL_INPUT_REQUIRED',
  'TOOL_FAILED',
  'ENDPOINT_UNAVAILABLE',
  'COMMAND_NOT_ALLOWED',
] satisfies readonly ErrorCode[];

/** Whether the code that answers a call proves that nothing happened. */
export function wasNotCalled(code: string): boolean {
  return NOT_CALLED.includes(code);
}

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
  // It answered, and only its words were held back.
  if (error?.code === 'TOOL_RESULT_QUARANTINED') return 'APPLIED';
  // A step fails with UNAVAILABLE only when the gateway could not be reached: see `refusedCall`.
  return error !== null && (wasNotCalled(error.code) || error.code === 'UNAVAILABLE') ? 'NOT_APPLIED' : 'UNKNOWN';
}
