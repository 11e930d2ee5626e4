import type { Clock } from '@aether/common/service';
import type { ArgoExecutions } from '../db/argo-executions.ts';
import type { ExecutionStore } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { ExecutionCancelledError } from '../errors.ts';
import type { NewEvent } from '../event.ts';
import { isEnded, transition } from '../execution.ts';
import { toFailure } from '../failure.ts';
import type { ExecutionWriter } from '../journal/execution-writer.ts';
import { journalRow } from '../journal/journal-row.ts';
import type { LiveEvents } from '../journal/live-events.ts';
import { stepsAtEnd } from '../steps-at-end.ts';
import { endRow } from '../worker/end-row.ts';

/** A worker may claim or release it while we look; then we look again. */
const LOOKS = 10;

export interface EndingParts {
  readonly executions: ArgoExecutions;
  readonly store: Pick<ExecutionStore, 'steps'>;
  readonly writer: ExecutionWriter;
  readonly live: LiveEvents;
  readonly clock: Clock;
}

/** Ends an open execution because of what happened in the cluster, whoever works on it. One that has ended stays as it is. */
export async function endFromOutside(parts: EndingParts, first: ExecutionRecord, error: Error): Promise<void> {
  let execution: ExecutionRecord | null = first;
  for (let look = 0; look < LOOKS && execution !== null && !isEnded(execution.status); look += 1) {
    const { tenantId, id, owner, status, spent, unpriced } = execution;
    const at = parts.clock.now();
    const isCancelled = status === 'CANCELLING' || error instanceof ExecutionCancelledError;
    const cancelling: readonly NewEvent[] =
      isCancelled && status !== 'CANCELLING'
        ? [
            {
              name: 'execution-cancelling',
              at: at.toISOString(),
              data: { status: transition(status, 'CANCELLING'), reason: null },
            },
          ]
        : [];
    const end = endRow(execution, {
      status: isCancelled ? 'CANCELLED' : transition(status, 'FAILED'),
      at,
      failure: toFailure(error, null),
      output: null,
      ...stepsAtEnd(await parts.store.steps({ tenantId, executionId: id })),
      spent,
      unpriced,
    });
    // The fence goes up: whoever still works on it writes nothing more.
    const { isWritten } = await parts.writer.intervene(
      journalRow(
        { ...execution, executionId: id },
        { ...end, from: [status], fenceStep: 1, events: [...cancelling, ...(end.events ?? [])] },
      ),
    );
    if (isWritten && owner !== null) parts.live.tellWorker(owner, { cancel: id, reason: null });
    if (isWritten) return;
    execution = await parts.executions.find({ tenantId, executionId: id });
  }
}
