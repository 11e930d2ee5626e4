import type { Viewer } from '@aether/common/security';
import { actorOf } from './access.ts';
import type { ExecutionsParts } from './context.ts';
import type { JournalRow } from './db/execution-store.ts';
import type { ExecutionRecord } from './db/records.ts';
import type { StepRecord } from './db/step-records.ts';
import { ExecutionCancelledError, ExecutionEndedError } from './errors.ts';
import type { NewEvent } from './event.ts';
import { isEnded, transition } from './execution.ts';
import { toFailure } from './failure.ts';
import { stepsAtEnd } from './steps-at-end.ts';
import { journalRow } from './journal/journal-row.ts';
import { endRow, toldEvent } from './worker/end-row.ts';

/** Its worker has this long to end it; then the reconciler does. */
const GRACE_MS = 15_000;
/** A worker may claim or release it while we look; then we look again. */
const LOOKS = 10;

export interface CancelRequest {
  readonly viewer: Viewer;
  readonly reason: string | null;
  readonly requestId: string;
}

export type Cancelling = Pick<ExecutionsParts, 'reader' | 'children' | 'writer' | 'live' | 'clock' | 'approvals'>;

/**
 * Durable: when this resolves, the execution is cancelled or will be. One that nobody works on ends at once; a running one ends
 * through its worker, told by the bus at once and by its next beat for certain. Runs that it has called are cancelled with it.
 * @throws ExecutionEndedError when it has ended
 */
export async function cancelExecution(
  parts: Cancelling,
  execution: ExecutionRecord,
  request: CancelRequest,
): Promise<ExecutionRecord> {
  const [cancelled] = await Promise.all([
    cancelOne(parts, execution, request),
    cancelChildren(parts, execution, request),
  ]);
  return cancelled;
}

async function cancelOne(parts: Cancelling, first: ExecutionRecord, request: CancelRequest): Promise<ExecutionRecord> {
  const { tenantId, id } = first;
  let execution = first;
  for (let look = 0; look < LOOKS; look += 1) {
    if (isEnded(execution.status)) throw new ExecutionEndedError(id, execution.status);
    if (execution.status === 'CANCELLING') return execution;
    const steps = execution.status === 'WAITING' ? await parts.reader.outline(tenantId, id) : [];
    const row = cancelRow(execution, request, parts.clock.now(), steps);
    const { isWritten } = await parts.writer.intervene(row);
    if (isWritten && execution.owner !== null)
      parts.live.tellWorker(execution.owner, { cancel: id, reason: request.reason });
    if (isWritten && execution.status === 'WAITING') await parts.approvals.close({ tenantId, executionId: id });
    execution = (await parts.reader.find(tenantId, id)) ?? execution;
    if (isWritten) return execution;
  }
  throw new Error(`The execution "${id}" changed its owner ${LOOKS} times while it was to be cancelled.`);
}

/** Cancels what a run has called, and what that has called, as far as it is open. */
export async function cancelChildren(
  parts: Cancelling,
  execution: Pick<ExecutionRecord, 'tenantId' | 'id' | 'rootId'>,
  request: CancelRequest,
): Promise<void> {
  const open = await parts.children.openBelow(execution);
  await Promise.all(
    open.map(async (child) => {
      try {
        await cancelOne(parts, child, request);
      } catch (error) {
        if (!(error instanceof ExecutionEndedError)) throw error;
      }
    }),
  );
}

function cancelRow(
  execution: ExecutionRecord,
  { viewer, reason, requestId }: CancelRequest,
  now: Date,
  steps: readonly StepRecord[],
): JournalRow {
  const at = now.toISOString();
  const { id, status } = execution;
  const actorId = actorOf(viewer);
  const { userId, serviceAccountId } = viewer;
  const audit = {
    userId,
    serviceAccountId,
    action: 'execution.cancel',
    objectType: 'Execution',
    objectId: id,
    ipAddress: null,
    requestId,
  };
  const told = toldEvent(
    execution,
    'aether.execution.cancel-requested',
    at,
    { executionId: id, reason, audit },
    { actorId, requestId },
  );
  const event: NewEvent = {
    name: 'execution-cancelling',
    at,
    data: { status: transition(status, 'CANCELLING'), reason },
  };
  const changes = { cancelRequestedAtMs: now.getTime(), cancelReason: reason };
  const owner = { ...execution, executionId: id };
  if (status === 'RUNNING') {
    return journalRow(owner, {
      from: ['RUNNING'],
      toStatus: 'CANCELLING',
      events: [event],
      changes: { ...changes, overdueAtMs: now.getTime() + GRACE_MS },
      told: [told],
    });
  }
  const end = endRow(execution, {
    status: transition('CANCELLING', 'CANCELLED'),
    at: now,
    failure: toFailure(new ExecutionCancelledError(reason), null),
    output: null,
    ...stepsAtEnd(steps),
    spent: execution.spent,
    unpriced: execution.unpriced,
    changes,
  });
  return journalRow(owner, {
    ...end,
    from: [status],
    fenceStep: 1,
    events: [event, ...(end.events ?? [])],
    told: [told, ...end.told],
  });
}
