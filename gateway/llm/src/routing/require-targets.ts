import { CallTooDearError } from '../errors.ts';
import type { ChatRoute } from './chat-route.ts';
import type { RoutingPolicy } from './routing-policy.ts';
import type { Target } from './target.ts';

/**
 * The models of a route, of which there must be one. A wanted model that is shut off for a moment is asked all the same when
 * nobody can stand in: its breaker says why it does not answer.
 * @throws CallTooDearError when each is expected to cost more than the call may
 */
export function requireTargets(
  { targets, wanted, decision }: ChatRoute,
  { maximumCost }: RoutingPolicy,
): readonly Target[] {
  if (targets.length > 0) return targets;
  const cost = decision.candidates[0]?.expectedCost ?? null;
  if (wanted === null || (maximumCost !== null && (cost === null || cost > maximumCost)))
    throw new CallTooDearError(decision.wanted, cost, maximumCost ?? 0);
  return [wanted];
}
