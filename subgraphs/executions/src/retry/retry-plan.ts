import type { StepRecord } from '../db/step-records.ts';
import { effectState, writingSteps } from '../effects-of.ts';
import { isSettled } from '../step.ts';
import { StepNeverRanError } from './errors.ts';

/** What a plan is made of; a step without its payloads has it, but for `isAnswered`. */
export type PlannedStep = Pick<
  StepRecord,
  'id' | 'key' | 'parentId' | 'type' | 'name' | 'status' | 'position' | 'effect' | 'error' | 'cost' | 'unpriced'
> & {
  /** The journal has an answer for it. */
  readonly isAnswered: boolean;
};

export interface RetryPlanFacts<Step> {
  readonly reused: readonly Step[];
  readonly reruns: readonly Step[];
  /** What the steps that run again cost last time; null when that is not known of one of them. */
  readonly estimatedCost: number | null;
  readonly unpriced: boolean;
  /** Calls that changed something, or may have, and would be made again. */
  readonly repeated: readonly (Step & { readonly effect: NonNullable<StepRecord['effect']> })[];
}

/** Key of an approval: of the call that it lets through, maybe with how often the call had begun. */
const APPROVAL_KEY = /^approve\/(?<about>.+?)(?:\/again\/\d+)?$/u;

/**
 * What a retry reuses and what runs again. Everything before the step that has an answer is reused, but for a step that holds one that
 * runs again, and the approval of a call that is made again: people decide about one call, once.
 * @param fromStep id; null = from the start
 * @throws StepNeverRanError
 */
export function planRetry<Step extends PlannedStep>(
  executionId: string,
  steps: readonly Step[],
  fromStep: string | null,
): RetryPlanFacts<Step> {
  const from = fromStep === null ? null : (steps.find(({ id }) => id === fromStep) ?? null);
  if (fromStep !== null && (from === null || from.status === 'SKIPPED'))
    throw new StepNeverRanError(executionId, fromStep);
  const kept = new Map(
    from === null
      ? []
      : steps.filter((step) => step.position < from.position && step.isAnswered).map((step) => [step.id, step]),
  );
  dropHolders(kept, steps);
  const keptKeys = new Set([...kept.values()].map(({ key }) => key));
  for (const { id, key, type } of kept.values()) {
    const about = type === 'APPROVAL' ? APPROVAL_KEY.exec(key)?.groups?.['about'] : undefined;
    if (about !== undefined && !keptKeys.has(about)) kept.delete(id);
  }
  const reruns = steps.filter(({ id }) => !kept.has(id));
  const unpriced = reruns.some((step) => step.unpriced || (step.type === 'LLM_INVOCATION' && step.cost === null));
  return {
    reused: steps.filter(({ id }) => kept.has(id)),
    reruns,
    estimatedCost: unpriced ? null : reruns.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    unpriced,
    repeated: writingSteps(reruns).filter((step) => effectState(step, true) !== 'NOT_APPLIED'),
  };
}

/** A step with parts inside runs again when one of them does. */
function dropHolders(kept: Map<string, PlannedStep>, steps: readonly PlannedStep[]): void {
  const parents = new Map(steps.map(({ id, parentId }) => [id, parentId]));
  for (const { id } of steps) {
    if (kept.has(id)) continue;
    for (let parent = parents.get(id) ?? null; parent !== null; parent = parents.get(parent) ?? null)
      kept.delete(parent);
  }
}

/** @param answered ids of steps whose answer is in the journal */
export function plannedSteps<Step extends StepRecord>(
  steps: readonly Step[],
  answered: ReadonlySet<string>,
): readonly (Step & { readonly isAnswered: boolean })[] {
  return steps.map((step) => ({
    ...step,
    isAnswered: isSettled({ status: step.status, result: answered.has(step.id) ? true : null }),
  }));
}
