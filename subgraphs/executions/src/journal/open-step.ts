import type { StepRecord } from '../db/records.ts';

/** A step that has begun and not ended. */
export interface OpenStep {
  readonly id: string;
  readonly key: string;
  readonly attempt: number;
  readonly startedAt: Date;
}

/** Of the steps in the record those that nobody ended: their worker is gone, or was told to stop. */
export function openSteps(steps: readonly StepRecord[]): readonly OpenStep[] {
  return steps
    .filter(({ status }) => status === 'STARTED' || status === 'WAITING')
    .map(({ id, key, attempt, startedAt }) => ({ id, key, attempt, startedAt: new Date(startedAt) }));
}
