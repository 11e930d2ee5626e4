import { type ApprovalRequest, ToolOutcomeUnknownError } from '@aether/runtime';
import type { IdSource } from '@aether/schema';
import type { ApprovalRecord } from '../db/approval-records.ts';
import type { WaitRow } from '../db/approval-store.ts';
import type { StepChange } from '../db/execution-store.ts';
import type { ExecutionRecord, StepRecord } from '../db/records.ts';
import type { NewEvent } from '../event.ts';
import { toFailure } from '../failure.ts';
import { failedStep } from '../journal/step-changes.ts';
import { previewPayload } from '../payload.ts';
import { hashStepInput } from '../step.ts';
import { approvalInput } from './approval-input.ts';

export interface WaitFacts {
  readonly execution: ExecutionRecord;
  readonly requests: readonly ApprovalRequest[];
  /** A step by its key that began before a crash and never ended. */
  readonly interrupted: (key: string) => StepRecord | null;
  /** Steps that the run has already. */
  readonly stepCount: number;
  readonly now: Date;
  readonly expiresAtMs: number;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
}

/** What is written when a run begins to wait for people: a step and an approval for each question, and how calls in doubt stand. */
export function waitRow(facts: WaitFacts): WaitRow {
  const { execution, requests, now, expiresAtMs } = facts;
  const at = now.toISOString();
  const asked = requests.map((request, index) => askedRow(facts, request, index));
  const doubtful = requests.flatMap((request) => doubtfulStep(facts, request));
  const waiting: NewEvent = {
    name: 'execution-waiting',
    at,
    data: { status: 'WAITING', reason: requests.length === 1 ? 'An approval is needed.' : 'Approvals are needed.' },
  };
  return {
    tenantId: execution.tenantId,
    executionId: execution.id,
    fence: execution.fence,
    expiresAtMs,
    steps: [...doubtful.map(({ step }) => step), ...asked.map(({ step }) => step)],
    approvals: asked.map(({ approval }) => approval),
    events: [...doubtful.map(({ event }) => event), ...asked.flatMap(({ events }) => events), waiting],
  };
}

function askedRow(
  { execution, stepCount, now, expiresAtMs, ids, random }: WaitFacts,
  request: ApprovalRequest,
  index: number,
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
    position: stepCount + index + 1,
    startedAt: at,
    startedAtMs: now.getTime(),
    details: JSON.stringify({ approvalId, tool: tool?.slug ?? null, about: request.about }),
    input: JSON.stringify(previewPayload(JSON.stringify(input), 'application/json')),
    spanId: Buffer.from(random(8)).toString('hex'),
  };
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
  const asked = { approvalId, stepId, question, proposed, proposedHash, editable, expiresAt };
  return {
    step: { key, properties },
    approval,
    events: [
      { name: 'step-start', at, data: { ...started, modelId: null, toolId: tool?.id ?? null } },
      { name: 'approval-request', at, data: asked },
    ],
  };
}

/** A call that went out before a crash: from now on the record says that nobody knows how it ended. */
function doubtfulStep(
  { interrupted, now }: WaitFacts,
  { about, tool }: ApprovalRequest,
): readonly { readonly step: StepChange; readonly event: NewEvent }[] {
  const record = interrupted(about);
  if (record === null || tool === null) return [];
  const failure = toFailure(new ToolOutcomeUnknownError(tool.slug, null), record.id);
  const { change, data } = failedStep(record, failure, Math.max(0, now.getTime() - record.startedAtMs));
  return [{ step: change, event: { name: 'step-end', at: now.toISOString(), data } }];
}
