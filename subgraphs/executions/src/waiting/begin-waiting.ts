import type { WaitRequest } from '@aether/runtime';
import { ExecutionCancelledError, StaleFenceError } from '../errors.ts';
import type { ExecutionJournal } from '../journal/execution-journal.ts';
import type { OwnedExecution } from '../journal/owned-execution.ts';
import { ringId } from '../worker/ring.ts';
import type { WorkerParts } from '../worker/worker-parts.ts';
import { waitRow } from './wait-row.ts';

/**
 * Gives a run back to the record until what it misses is there: it holds no worker, and every open question is in the inbox of
 * somebody. When something came while the run was at work, it is queued again at once.
 * @returns milliseconds until the first of its waits is over by itself
 * @throws StaleFenceError, ExecutionCancelledError when it may not wait any more
 */
export async function beginWaiting(
  parts: Pick<WorkerParts, 'waits' | 'live' | 'doorbell' | 'clock' | 'ids' | 'random' | 'config'>,
  { owned, journal }: { readonly owned: OwnedExecution; readonly journal: ExecutionJournal },
  requests: readonly WaitRequest[],
): Promise<number> {
  const { execution } = owned;
  const { waits, live, doorbell, clock, ids, random, config } = parts;
  // Everything that the run has told before is committed first: events keep their order.
  await owned.write({});
  const now = clock.now();
  const row = waitRow({
    execution,
    requests,
    waiting: journal.steps.waiting(),
    interrupted: (key) => journal.steps.interrupted(key),
    stepCount: journal.stepCount,
    now,
    expiresAtMs: now.getTime() + config.approvalMs,
    ids,
    random,
  });
  const answer = await waits.begin(row);
  if (!('base' in answer)) {
    if (answer.fence === execution.fence && answer.status === 'CANCELLING')
      throw new ExecutionCancelledError(execution.cancelReason);
    throw new StaleFenceError(execution.id);
  }
  const told = [...row.events, answer.goesOn ? row.queuedEvent : row.waitingEvent];
  live.publish(
    { tenantId: execution.tenantId, executionId: execution.id },
    told.map((event, index) => ({ ...event, seq: answer.base + index + 1 })),
  );
  if (answer.goesOn) await doorbell.ring(execution.queue, ringId({ ...execution, executionId: execution.id }));
  return Math.max(0, row.dueAtMs - now.getTime());
}
