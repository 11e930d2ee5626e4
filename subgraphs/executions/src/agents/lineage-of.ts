import type { CallLineage } from '@aether/common/security';
import type { PinnedRun } from '@aether/runtime';

/** Agents that call agents, at most this deep on the whole platform. */
export const MAXIMUM_DEPTH = 8;

/** What travels with every call of a run, so that a run that it causes knows its place and what it may spend. */
export function lineageOf(run: PinnedRun, budgetLeft: number | null): CallLineage {
  const { executionId, tenantId, depth, depthLimit, spec } = run;
  return {
    executionId,
    tenantId,
    depth: depth + 1,
    limit: Math.min(MAXIMUM_DEPTH, depthLimit, depth + spec.limits.recursionDepth),
    budget: budgetLeft,
    isInteractive: run.isInteractive ?? false,
  };
}
