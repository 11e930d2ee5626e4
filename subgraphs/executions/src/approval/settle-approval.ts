import type { ApprovalDecision } from '@aether/runtime';
import type { AuditFacts } from '@aether/schema';
import type { AskedApproval } from '../db/approval-records.ts';
import type { Decided } from '../db/approval-store.ts';
import type { ExecutionsParts } from '../context.ts';
import type { NewEvent } from '../event.ts';
import { storePayload } from '../payload.ts';
import { ringId } from '../worker/ring.ts';

/** Who decided; null = nobody did in time. */
export type Decider = {
  readonly decidedById: string;
  readonly requestId: string;
} | null;

type Settling = Pick<ExecutionsParts, 'approvals' | 'blobs' | 'live' | 'doorbell' | 'clock'>;

/** Writes how an approval ended and what is told of it. When it was the last that its run waits for, a worker is rung. */
export async function settleApproval(
  parts: Settling,
  { approval, execution }: AskedApproval,
  outcome: ApprovalDecision,
  by: Decider,
): Promise<Decided> {
  const now = parts.clock.now();
  const at = now.toISOString();
  const { id, stepId, tenantId, executionId } = approval;
  const durationMs = Math.max(0, now.getTime() - Date.parse(approval.createdAt));
  const decided = {
    approvalId: id,
    stepId,
    approvalStatus: outcome.status,
    decidedById: by?.decidedById ?? null,
    comment: outcome.comment,
  };
  const ended = { stepId, attempt: 1, stepStatus: 'SUCCEEDED', durationMs, unpriced: false, error: null };
  const usage = { cost: null, promptTokens: null, completionTokens: null, cachedTokens: null };
  const events: readonly NewEvent[] = [
    { name: 'approval-decision', at, data: decided },
    { name: 'step-end', at, data: { ...ended, ...usage } },
  ];
  const wakeEvents: readonly NewEvent[] = [
    { name: 'execution-queued', at, data: { status: 'QUEUED', reason: 'Every approval is decided.' } },
  ];
  const folder = `${tenantId}/payloads/${executionId}`;
  const result = await storePayload(parts.blobs, folder, JSON.stringify(outcome), 'application/json');
  const answer = await parts.approvals.decide({
    tenantId,
    id,
    status: outcome.status,
    decidedById: by?.decidedById ?? null,
    comment: outcome.comment,
    at: now,
    durationMs,
    result: JSON.stringify(result),
    events,
    wakeEvents,
    told: {
      type: 'aether.approval.decided',
      subject: id,
      actorId: by?.decidedById ?? null,
      requestId: by?.requestId ?? null,
      data: { ...decided, executionId, tool: approval.tool, audit: auditOf(outcome, by) },
    },
  });
  if (answer === null) throw new Error(`The approval "${id}" is not in the record.`);
  if (!answer.isDecided) return answer;
  const told = answer.wakes ? [...events, ...wakeEvents] : events;
  parts.live.publish(
    { tenantId, executionId },
    told.map((event, index) => ({ ...event, seq: answer.base + index + 1 })),
  );
  if (answer.wakes) await parts.doorbell.ring(execution.queue, ringId({ ...execution, executionId }));
  return answer;
}

function auditOf({ status }: ApprovalDecision, by: Decider): AuditFacts {
  const action = by === null ? 'approval.expire' : 'approval.decide';
  return { action, objectType: 'Approval', after: { status }, ipAddress: null };
}
