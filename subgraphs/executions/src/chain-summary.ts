import { knownCost } from './known-cost.ts';
import { opportunities, type OpportunityFacts } from './opportunities.ts';
import type { StepOutline } from './step-outline.ts';
import { isDone } from './step.ts';

export interface BottleneckFacts {
  readonly stepId: string;
  readonly share: number;
  readonly reason: string;
}

export interface ChainSummary {
  readonly totalSteps: number;
  /** Nano-USD that are known; null when none is. */
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
  const leaves = steps.filter((step) => isOwn(step) && step.durationMs !== null && !parents.has(step.id));
  const path: string[] = [];
  let beforeMs = Infinity;
  // By their ends, latest first: of those that ended before a step began, the next one in this order ended last.
  for (const step of leaves.toSorted((left, right) => endMs(right) - endMs(left))) {
    if (endMs(step) > beforeMs) continue;
    path.push(step.id);
    beforeMs = step.startedAtMs + TOLERANCE_MS;
  }
  return path.toReversed();
}

/** What another run did before took no time and no money of this one. */
const isOwn = ({ status }: StepOutline): boolean => status !== 'REUSED';

export function summarizeChain(steps: readonly StepOutline[], totalDurationMs: number): ChainSummary {
  const own = steps.filter(isOwn);
  const ended = steps.filter((step) => step.status !== 'STARTED' && step.status !== 'WAITING');
  const unpriced = own.some((step) => step.unpriced);
  const path = criticalPath(steps);
  return {
    totalSteps: steps.length,
    totalCost: knownCost(sum(own.map((step) => step.cost ?? 0)), unpriced),
    unpriced,
    totalTokens: sum(own.map((step) => (step.promptTokens ?? 0) + (step.completionTokens ?? 0))),
    successRate: ended.length === 0 ? 1 : ended.filter((step) => isDone(step.status)).length / ended.length,
    criticalPath: path,
    bottlenecks: bottlenecks(steps, path, totalDurationMs),
    optimizationOpportunities: opportunities(own),
  };
}

function bottlenecks(
  steps: readonly StepOutline[],
  path: readonly string[],
  totalDurationMs: number,
): readonly BottleneckFacts[] {
  if (totalDurationMs <= 0) return [];
  const onPath = new Set(path);
  return steps
    .filter((step) => onPath.has(step.id))
    .map((step) => ({ step, share: Math.min(1, (step.durationMs ?? 0) / totalDurationMs) }))
    .filter(({ share }) => share > BOTTLENECK_SHARE)
    .toSorted((left, right) => right.share - left.share)
    .map(({ step, share }) => ({
      stepId: step.id,
      share,
      reason: `"${step.name}" takes ${Math.round(share * 100)} % of the run, and nothing else runs meanwhile.`,
    }));
}
