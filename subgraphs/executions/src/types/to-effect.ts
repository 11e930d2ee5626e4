import type { StepRecord } from '../db/step-records.ts';
import { effectState } from '../effects-of.ts';
import type { Effect } from './effect.ts';
import { reference } from './references.ts';

type CalledStep = Pick<StepRecord, 'id' | 'toolId' | 'idempotencyKey' | 'startedAt' | 'status' | 'error'>;

export function toEffect(
  step: CalledStep & { readonly effect: NonNullable<StepRecord['effect']> },
  isRunEnded: boolean,
): Effect {
  return {
    stepId: step.id,
    tool: reference(step.toolId),
    effect: step.effect,
    idempotencyKey: step.idempotencyKey,
    state: effectState(step, isRunEnded),
    at: step.startedAt,
  };
}
