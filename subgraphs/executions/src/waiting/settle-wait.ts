import type { Settled, Settlement } from '../db/wait-store.ts';
import type { ExecutionsParts } from '../context.ts';
import type { StepRecord } from '../db/step-records.ts';
import type { NewEvent } from '../event.ts';
import type { StepWrite } from '../journal/step-changes.ts';
import { ringId } from '../worker/ring.ts';

/** What is written when a wait ends, and what is told when its run goes on. */
export function settlementOf(
  step: StepRecord,
  { change, data }: StepWrite,
  facts: { readonly tenantId: string; readonly now: Date; readonly reason: string },
): Settlement {
  const at = facts.now.toISOString();
  const queued: NewEvent = { name: 'execution-queued', at, data: { status: 'QUEUED', reason: facts.reason } };
  return {
    tenantId: facts.tenantId,
    executionId: step.executionId,
    key: step.key,
    nowMs: facts.now.getTime(),
    properties: change.properties,
    events: [{ name: 'step-end', at, data }],
    wakeEvents: [queued],
  };
}

/** Tells of a wait that has ended, after the commit; a worker is rung when its run goes on. */
export async function tellSettled(
  parts: Pick<ExecutionsParts, 'live' | 'doorbell'>,
  { events, wakeEvents }: Settlement,
  { isSettled, wakes, base, execution }: Settled,
): Promise<void> {
  if (!isSettled) return;
  const key = { tenantId: execution.tenantId, executionId: execution.id };
  const told = wakes ? [...events, ...wakeEvents] : events;
  parts.live.publish(
    key,
    told.map((event, index) => ({ ...event, seq: base + index + 1 })),
  );
  if (wakes) await parts.doorbell.ring(execution.queue, ringId({ ...execution, ...key }));
}
