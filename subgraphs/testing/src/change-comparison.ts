import type { DomainEvent, TenantTransaction } from '@aether/common/graph';
import { NotFoundError, requireViewer } from '@aether/common/service';
import { requireAgentToChange } from './agent-access.ts';
import type { CellRecord, ComparisonRecord } from './comparison.ts';
import type { TestingContext } from './context.ts';
import type { ComparisonWrite } from './db/comparison-store.ts';
import type { Cause } from './events.ts';
import { loadComparison } from './loaders.ts';

export interface ComparisonChange {
  readonly transaction: TenantTransaction;
  readonly comparison: ComparisonRecord;
  readonly cells: readonly CellRecord[];
  readonly cause: Cause;
}

/** What a change writes and tells; null = nothing. */
export interface PlannedChange {
  readonly write: ComparisonWrite;
  readonly told: readonly DomainEvent[];
}

/**
 * Every write of people to a comparison: the right on its agent first, then lock, work, events and outbox in one transaction.
 * @returns the comparison as it is after
 * @throws NotFoundError | ForbiddenError
 */
export async function changeComparison(
  context: TestingContext,
  comparisonId: string,
  work: (change: ComparisonChange) => Promise<PlannedChange | null>,
): Promise<ComparisonRecord> {
  const { comparisons, live, database, outbox, clock } = context.parts;
  const viewer = requireViewer(context);
  const visible = await loadComparison(context, comparisonId);
  if (visible === null) throw new NotFoundError('comparison', comparisonId);
  await requireAgentToChange(context, visible.agentId);
  const events = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
    const comparison = await comparisons.lock(transaction, comparisonId, clock.now().toISOString());
    if (comparison === null) throw new NotFoundError('comparison', comparisonId);
    const cells = await comparisons.lockedCells(transaction, comparisonId);
    const cause = { viewer, requestId: context.requestId };
    const planned = await work({ transaction, comparison, cells, cause });
    if (planned === null) return [];
    const numbered = await comparisons.write(transaction, comparisonId, planned.write);
    await outbox.append(transaction, planned.told);
    return numbered;
  });
  outbox.ring();
  live.publish(viewer.tenantId, comparisonId, events);
  return (await comparisons.byIds(viewer.tenantId, [comparisonId]))[0] ?? visible;
}
