import { limitsOfKey, type Viewer } from '@aether/common/security';
import { LimitedKeyError } from '@aether/common/service';
import type { BudgetDirectory } from '../budgets/budget-directory.ts';
import { payerOf } from '../budgets/payer-of.ts';

/**
 * Runs of a trigger name the key with which it was made, but are not held to what the key is limited to: a limited key makes none.
 * @throws LimitedKeyError
 */
export async function requireUnlimitedKey(budgets: BudgetDirectory, viewer: Viewer): Promise<void> {
  const key = viewer.apiKey;
  if (key === undefined) return;
  const own = await budgets.of(payerOf(viewer, { tenantId: viewer.tenantId, agentId: null }));
  const limits = [...limitsOfKey(key), ...(own.some(({ scope }) => scope === 'API_KEY') ? ['budget'] : [])];
  if (limits.length > 0) throw new LimitedKeyError('trigger', limits);
}
