import type { StepRecord } from './db/step-records.ts';
import type { OpenStep } from './journal/step-changes.ts';

/** What the end of a run that nobody works on needs of its steps: those without an end, and the tools that were called. */
export function stepsAtEnd(steps: readonly StepRecord[]): {
  readonly openSteps: readonly OpenStep[];
  readonly toolSlugs: readonly string[];
} {
  const open = steps.filter(({ status }) => status === 'STARTED' || status === 'WAITING');
  return {
    openSteps: open.map(({ id, key, attempt, startedAt }) => ({ id, key, attempt, startedAt: new Date(startedAt) })),
    toolSlugs: [...new Set(steps.flatMap(({ toolSlug }) => (toolSlug === null ? [] : [toolSlug])))].toSorted(),
  };
}
