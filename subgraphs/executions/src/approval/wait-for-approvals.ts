import type { ApprovalRequest } from '@aether/runtime';
import { ExecutionCancelledError, StaleFenceError } from '../errors.ts';
import type { ExecutionJournal } from '../journal/execution-journal.ts';
import type { OwnedExecution } from '../journal/owned-execution.ts';
import type { WorkerParts } from '../worker/worker-parts.ts';
import { waitRow } from './wait-row.ts';

/**
 * Gives a run back to the record until people have decided: it holds no worker, and every open question is in the inbox of somebody.
 * @throws StaleFenceError, ExecutionCancelledError when it may not wait any more
 */
export async function waitForApprovals(
  parts: Pick<WorkerParts, 'approvals' | 'live' | 'clock' | 'ids' | 'random' | 'config'>,
  { owned, journal }: { readonly owned: OwnedExecution; readonly journal: ExecutionJournal },
  requests: readonly ApprovalRequest[],
): Promise<void> {
  const { execution } = owned;
  const { approvals, live, clock, ids, random, config } = parts;
  // Everything that the run has told before is committed first: events keep their order.
  await owned.write({});
  const now = clock.now();
  const row = waitRow({
    execution,
    requests,
    interrupted: (key) => journal.steps.interrupted(key),
    stepCount: journal.stepCount,
    now,
    expiresAtMs: Math.min(execution.deadlineAtMs, now.getTime() + config.approvalMs),
    ids,
    random,
  });
  const answer = await approvals.wait(row);
  if (!('base' in answer)) {
    if (answer.fence === execution.fence && answer.status === 'CANCELLING')
      throw new ExecutionCancelledError(execution.cancelReason);
    throw new StaleFenceError(execution.id);
  }
  const events = row.events.map((event, index) => ({ ...event, seq: answer.base + index + 1 }));
  live.publish({ tenantId: execution.tenantId, executionId: execution.id }, events);
}
