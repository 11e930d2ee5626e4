import type { StepRecord } from './db/records.ts';
import { isDone } from './step.ts';

/** What a summary is computed from; `StepRecord` without payloads has all of it. */
export type StepOutline = Pick<
  StepRecord,
  | 'id'
  | 'parentId'
  | 'type'
  | 'name'
  | 'status'
  | 'attempt'
  | 'attempts'
  | 'inputHash'
  | 'startedAtMs'
  | 'durationMs'
  | 'cost'
  | 'unpriced'
  | 'promptTokens'
  | 'completionTokens'
>;

export interface BottleneckFacts {
  readonly stepId: string;
  readonly share: number;
  readonly reason: string;
}

export interface OpportunityFacts {
  readonly code: 'REPEATED_SEARCH' | 'OVERSIZED_CONTEXT' | 'RETRIES';
  readonly message: string;
  readonly stepIds: readonly string[];
  readonly savingMs: number | null;
  readonly saving: number | null;
}

export interface ChainSummary {
  readonly totalSteps: number;
  /** Nano-USD; null when a price is unknown. */
  readonly totalCost: number | null;
  readonly unpriced: boolean;
  readonly totalTokens: number;
  readonly successRate: number;
  readonly criticalPath: readonly string[];
  readonly bottlenecks: readonly BottleneckFacts[];
  readonly optimizationOpportunities: readonly OpportunityFacts[];
}

/** A step with more than this share of the run is where time goes. */
const BOTTLENECK_SHARE = 0.3;
/** A prompt from this size on, whose answer is at most a twentieth of it, holds more than the answer needed. */
const LARGE_PROMPT_TOKENS = 6_000;
const ANSWER_PART = 0.05;
/** Clocks of two steps may differ by this much and still be one after the other. */
const TOLERANCE_MS = 1;

const endMs = (step: StepOutline): number => step.startedAtMs + (step.durationMs ?? 0);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Steps that a faster run would have to shorten, in order: from the step that ended last, each time the one that ended last
 * before its start. Steps that contain others are left out.
 */
export function criticalPath(steps: readonly StepOutline[]): readonly string[] {
  const parents = new Set(steps.map((step) => step.parentId));
  const leaves = steps.filter((step) => step.durationMs !== null && !parents.has(step.id));
  const path: string[] = [];
  let candidates = leaves;
  while (candidates.length > 0) {
    const last = candidates.reduce((latest, step) => (endMs(step) > endMs(latest) ? step : latest));
    path.unshift(last.id);
    candidates = candidates.filter((step) => step !== last && endMs(step) <= last.startedAtMs + TOLERANCE_MS);
  }
  return path;
}

export function summarizeChain(steps: readonly StepOutline[], totalDurationMs: number): ChainSummary {
  const ended = steps.filter((step) => step.status !== 'STARTED' && step.status !== 'WAITING');
  const unpriced = steps.some((step) => step.unpriced);
  const path = criticalPath(steps);
  return {
    totalSteps: steps.length,
    totalCost: unpriced ? null : sum(steps.map((step) => step.cost ?? 0)),
    unpriced,
    totalTokens: sum(steps.map((step) => (step.promptTokens ?? 0) + (step.completionTokens ?? 0))),
    successRate: ended.length === 0 ? 1 : ended.filter((step) => isDone(step.status)).length / ended.length,
    criticalPath: path,
    bottlenecks: bottlenecks(steps, path, totalDurationMs),
    optimizationOpportunities: [...repeatedSearches(steps), ...oversizedContexts(steps), ...retries(steps)],
  };
}

function bottlenecks(
  steps: readonly StepOutline[],
  path: readonly string[],
  totalDurationMs: number,
): readonly BottleneckFacts[] {
  if (totalDurationMs <= 0) return [];
  return steps
    .filter((step) => path.includes(step.id))
    .map((step) => ({ step, share: Math.min(1, (step.durationMs ?? 0) / totalDurationMs) }))
    .filter(({ share }) => share > BOTTLENECK_SHARE)
    .toSorted((left, right) => right.share - left.share)
    .map(({ step, share }) => ({
      stepId: step.id,
      share,
      reason: `"${step.name}" takes ${Math.round(share * 100)} % of the run, and nothing else runs meanwhile.`,
    }));
}

function repeatedSearches(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  const searches = steps.filter((step) => step.type !== 'LLM_INVOCATION' && isDone(step.status));
  const groups = Map.groupBy(searches, (step) => `${step.type}/${step.inputHash}`);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      code: 'REPEATED_SEARCH',
      message: `"${group[0]?.name}" was asked ${group.length} times for the same.`,
      stepIds: group.map((step) => step.id),
      savingMs: sum(group.slice(1).map((step) => step.durationMs ?? 0)),
      saving: sum(group.slice(1).map((step) => step.cost ?? 0)),
    }));
}

function oversizedContexts(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  return steps
    .filter(({ promptTokens, completionTokens }) => {
      const prompt = promptTokens ?? 0;
      return prompt >= LARGE_PROMPT_TOKENS && completionTokens !== null && completionTokens <= prompt * ANSWER_PART;
    })
    .map((step) => ({
      code: 'OVERSIZED_CONTEXT',
      message: `"${step.name}" read ${step.promptTokens} tokens to write ${step.completionTokens}. Fewer or shorter passages may be enough.`,
      stepIds: [step.id],
      savingMs: null,
      saving: null,
    }));
}

function retries(steps: readonly StepOutline[]): readonly OpportunityFacts[] {
  const repeated = steps.filter((step) => step.attempt > 1);
  if (repeated.length === 0) return [];
  const lost = repeated.flatMap((step) => step.attempts ?? []);
  const tries = sum(repeated.map((step) => step.attempt - 1));
  return [
    {
      code: 'RETRIES',
      message: tries === 1 ? '1 try was lost. See its error.' : `${tries} tries were lost. See their errors.`,
      stepIds: repeated.map((step) => step.id),
      savingMs: sum(lost.map((attempt) => attempt.durationMs ?? 0)),
      saving: sum(lost.map((attempt) => attempt.cost ?? 0)),
    },
  ];
}
