import type { LedgerSum } from './db/usage-ledger.ts';

const UNKNOWN = 'unknown';
/** An endpoint was called; it has no provider. */
const NO_MODEL = '';

/** Sums of models put together by their providers. A model that the catalog does not have any more is of nobody. */
export function byProvider(sums: readonly LedgerSum[], slugs: ReadonlyMap<string, string>): readonly LedgerSum[] {
  const providers = new Map<string, LedgerSum>();
  for (const sum of sums) {
    const slug = sum.model ?? slugs.get(sum.key ?? '') ?? null;
    const key = sum.key === null ? NO_MODEL : slug === null ? UNKNOWN : slug.slice(0, Math.max(0, slug.indexOf('/')));
    const known = providers.get(key);
    providers.set(key, known === undefined ? { ...sum, key, model: null } : added(known, sum));
  }
  return [...providers.values()];
}

/** A run that asked models of one provider twice is counted once for each of them: nobody knows here which runs they share. */
function added(left: LedgerSum, right: LedgerSum): LedgerSum {
  return {
    ...left,
    executions: left.executions + right.executions,
    modelCalls: left.modelCalls + right.modelCalls,
    promptTokens: left.promptTokens + right.promptTokens,
    completionTokens: left.completionTokens + right.completionTokens,
    cachedTokens: left.cachedTokens + right.cachedTokens,
    cost: left.cost + right.cost,
    unpricedCalls: left.unpricedCalls + right.unpricedCalls,
    ownKeyCost: left.ownKeyCost + right.ownKeyCost,
  };
}
