import { SignalTimeoutError } from '@aether/runtime';
import type { ExecutionKey } from '../db/execution-store.ts';
import type { DueWait } from '../db/wait-store.ts';
import { toFailure } from '../failure.ts';
import { answeredStep, failedStep } from '../journal/step-changes.ts';
import type { WorkerParts } from '../worker/worker-parts.ts';
import { settlementOf, tellSettled } from './settle-wait.ts';

type Waking = Pick<WorkerParts, 'waits' | 'live' | 'doorbell' | 'clock' | 'config'>;

/** Timers that are past and signals that did not come in time: their runs go on. */
export async function wakeDue(parts: Waking, limit: number): Promise<void> {
  for (const wait of await parts.waits.due(parts.config.queues, limit)) await wake(parts, wait);
}

/** The same for one run that is known to be due. */
export async function wakeRun(parts: Waking, key: ExecutionKey): Promise<void> {
  for (const wait of await parts.waits.dueOf(key)) await wake(parts, wait);
}

async function wake(parts: Waking, { execution, step }: DueWait): Promise<void> {
  const now = parts.clock.now();
  const durationMs = Math.max(0, now.getTime() - step.startedAtMs);
  const { signal } = step;
  const [end, reason] =
    signal === null
      ? [answeredStep(step, null, durationMs), `"${step.name}" is over.`]
      : [
          failedStep(step, toFailure(new SignalTimeoutError(signal), step.id), durationMs),
          `The signal "${signal}" did not come in time.`,
        ];
  const settlement = settlementOf(step, end, { tenantId: execution.tenantId, now, reason });
  const settled = await parts.waits.settle(settlement);
  if (settled !== null) await tellSettled(parts, settlement, settled);
}
