import type { Journal } from '../journal.ts';

/**
 * What the LLM gateway may choose for the primary model of an agent that wants to save cost or time: one of its fallbacks, once
 * that has shown the agent's quality floor. A fallback itself is asked as it is: it is tried because another model failed.
 */
export function routingHeaders({ run }: Pick<Journal, 'run'>, model: string): Record<string, string> {
  const { primary, fallbacks, optimizeFor, qualityFloor } = run.spec.model;
  if (model !== primary || fallbacks.length === 0 || optimizeFor === 'QUALITY') return {};
  return {
    'x-aether-candidates': fallbacks.join(','),
    'x-aether-optimize-for': optimizeFor.toLowerCase(),
    'x-aether-task-cluster': `agent:${run.agentId}`,
    ...(qualityFloor === undefined ? {} : { 'x-aether-quality-floor': String(qualityFloor) }),
  };
}
