import { limitsOfKey, type Viewer } from '@aether/common/security';
import { type InternalOperations, LimitedKeyError } from '@aether/common/service';
import { BudgetsOfKeyDocument } from '@aether/schema/internal/executions';

/**
 * A key makes keys only when nothing limits it: what a limited one made would count in no limit of its own.
 * @throws LimitedKeyError
 */
export async function requireUnlimitedKey(
  operations: InternalOperations,
  viewer: Viewer,
  requestId: string,
): Promise<void> {
  const key = viewer.apiKey;
  if (key === undefined) return;
  const limits = limitsOfKey(key);
  if (limits.length > 0) throw new LimitedKeyError('API key', limits);
  // Who may not set budgets is shown its own, whatever else its key may do.
  const onBehalfOf = { ...viewer, permissions: ['budget:read'] };
  const { budgets } = await operations.call(BudgetsOfKeyDocument, {}, { onBehalfOf, requestId });
  if (budgets.edges.length > 0) throw new LimitedKeyError('API key', ['budget']);
}
