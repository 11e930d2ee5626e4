import type { DomainEventType, JsonObject, JsonValue } from '@aether/schema';
import type { JournalRow, Scalar, ToldEvent } from '../db/execution-store.ts';
import type { ExecutionRecord, FailureRecord } from '../db/records.ts';
import type { NewEvent } from '../event.ts';
import type { EndStatus } from '../execution.ts';
import { ALL_CONTENT } from '../retention/content.ts';
import { cancelledStep, type OpenStep } from '../journal/step-changes.ts';
import { knownCost } from '../known-cost.ts';

export interface ExecutionEnd {
  readonly status: EndStatus;
  readonly at: Date;
  readonly failure: FailureRecord | null;
  /** For the last event; null also when it is too large for an event. */
  readonly output: JsonValue;
  readonly openSteps: readonly OpenStep[];
  /** `<server>/<tool>` of the tools that were called. */
  readonly toolSlugs?: readonly string[];
  readonly spent: number;
  readonly unpriced: boolean;
  readonly changes?: Readonly<Record<string, Scalar>>;
}

/** What an execution that waits for nobody has no more: it leaves the indexes of the reconciler. */
const RELEASED = { owner: null, epoch: null, notBeforeMs: null, overdueAtMs: null };

/** Run time until now, in milliseconds; 0 when it never ran. */
export function elapsedMs(execution: Pick<ExecutionRecord, 'startedAt'>, at: Date): number {
  return execution.startedAt === null ? 0 : Math.max(0, at.getTime() - Date.parse(execution.startedAt));
}

export function toldEvent(
  execution: Pick<ExecutionRecord, 'id'>,
  type: DomainEventType,
  at: string,
  data: JsonObject,
  by: { readonly actorId: string | null; readonly requestId: string | null } = { actorId: null, requestId: null },
): ToldEvent {
  return { type, subject: execution.id, at, actorId: by.actorId, requestId: by.requestId, data: JSON.stringify(data) };
}

/** The one end of an execution: its steps, its last event, and what other services are told. */
export function endRow(
  execution: ExecutionRecord,
  end: ExecutionEnd,
): Partial<JournalRow> & { readonly told: readonly ToldEvent[] } {
  const at = end.at.toISOString();
  const durationMs = elapsedMs(execution, end.at);
  const steps = end.openSteps.map((step) =>
    cancelledStep(step, Math.max(0, end.at.getTime() - step.startedAt.getTime())),
  );
  const last: NewEvent = {
    name: 'execution-end',
    at,
    data: {
      status: end.status,
      output: end.output,
      error: end.failure === null ? null : { ...end.failure },
      totalDurationMs: durationMs,
      totalCost: knownCost(end.spent, end.unpriced),
      unpriced: end.unpriced,
    },
  };
  return {
    toStatus: end.status,
    steps: steps.map((step) => step.change),
    events: [...steps.map(({ data }): NewEvent => ({ name: 'step-end', at, data })), last],
    changes: {
      ...RELEASED,
      endedAt: at,
      content: ALL_CONTENT,
      durationMs,
      error: end.failure === null ? null : JSON.stringify(end.failure),
      ...end.changes,
    },
    told: [
      toldEvent(execution, 'aether.execution.ended', at, {
        executionId: execution.id,
        agentId: execution.agentId,
        versionId: execution.versionId,
        conversationId: execution.conversationId,
        startedById: execution.startedById,
        userId: execution.startedById.startsWith('usr_') ? execution.startedById : null,
        origin: execution.origin,
        status: end.status,
        errorCode: end.failure?.code ?? null,
        durationMs,
        // Others compute with it: a part of a cost would be a wrong one.
        cost: end.unpriced ? null : end.spent,
        unpriced: end.unpriced,
        endedAt: at,
        toolSlugs: end.toolSlugs ?? [],
      }),
    ],
  };
}
