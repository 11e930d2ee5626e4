import type { ApprovalRequest } from '@aether/runtime';
import type { IdSource } from '@aether/schema';
import type { ApprovalRecord } from '../db/approval-records.ts';
import type { StepChange } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { NewEvent } from '../event.ts';
import { previewPayload } from '../payload.ts';
import { hashStepInput } from '../step.ts';
import { approvalInput } from './approval-input.ts';

export interface AskFacts {
  readonly execution: ExecutionRecord;
  readonly now: Date;
  readonly position: number;
  readonly expiresAtMs: number;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
}

/** What is written when a run asks people: the step that waits, the approval, and what is told. */
export function askedApproval(
  request: ApprovalRequest,
  { execution, now, position, expiresAtMs, ids, random }: AskFacts,
): { readonly step: StepChange; readonly approval: ApprovalRecord; readonly events: readonly NewEvent[] } {
  const at = now.toISOString();
  const { key, question, tool, effect, nodeId = null } = request;
  const [stepId, approvalId] = [ids('stp'), ids('apr')];
  const input = approvalInput(request);
  const proposedHash = hashStepInput(input);
  const properties = {
    id: stepId,
    nodeId,
    type: 'APPROVAL',
    name: question,
    status: 'WAITING',
    attempt: 1,
    effect,
    toolId: tool?.id ?? null,
    inputHash: proposedHash,
    position,
    startedAt: at,
    startedAtMs: now.getTime(),
    details: JSON.stringify({ approvalId, tool: tool?.slug ?? null, about: request.about }),
    input: JSON.stringify(previewPayload(JSON.stringify(input), 'application/json')),
    spanId: Buffer.from(random(8)).toString('hex'),
    dueAtMs: expiresAtMs,
  };
  const form = request.wants !== undefined && 'schema' in request.wants ? request.wants.schema : null;
  const link = request.wants !== undefined && 'url' in request.wants ? request.wants.url : null;
  const approval: ApprovalRecord = {
    tenantId: execution.tenantId,
    id: approvalId,
    executionId: execution.id,
    stepId,
    stepKey: key,
    startedById: execution.startedById,
    question,
    proposed: JSON.stringify(request.arguments),
    proposedHash,
    editable: request.editable,
    form: form === null ? null : JSON.stringify(form),
    link,
    tool: tool?.slug ?? null,
    effect,
    status: 'PENDING',
    createdAt: at,
    expiresAtMs,
    decidedById: null,
    decidedAt: null,
    comment: null,
  };
  const started = { stepId, key, parentId: null, nodeId, type: 'APPROVAL', name: question, attempt: 1 };
  const expiresAt = new Date(expiresAtMs).toISOString();
  const { editable, arguments: proposed } = request;
  const asked = { approvalId, stepId, question, proposed, proposedHash, editable, form, link, expiresAt };
  return {
    step: { key, properties },
    approval,
    events: [
      { name: 'step-start', at, data: { ...started, modelId: null, toolId: tool?.id ?? null } },
      { name: 'approval-request', at, data: asked },
    ],
  };
}
