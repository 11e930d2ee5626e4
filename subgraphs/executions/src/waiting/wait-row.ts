import { type ApprovalRequest, ToolOutcomeUnknownError, type WaitRequest } from '@aether/runtime';
import type { IdSource } from '@aether/schema';
import { askedApproval } from '../approval/asked-approval.ts';
import type { StepChange } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { StepRecord } from '../db/step-records.ts';
import type { WaitRow } from '../db/wait-store.ts';
import type { NewEvent } from '../event.ts';
import { toFailure } from '../failure.ts';
import { failedStep } from '../journal/step-changes.ts';
import { waitingStep } from './waiting-step.ts';

export interface WaitFacts {
  readonly execution: ExecutionRecord;
  readonly requests: readonly WaitRequest[];
  /** Steps that waited before and, as far as this owner knows, wait still. */
  readonly waiting: readonly StepRecord[];
  /** A step by its key that began before a crash and never ended. */
  readonly interrupted: (key: string) => StepRecord | null;
  /** Steps that the run has already. */
  readonly stepCount: number;
  readonly now: Date;
  /** When an approval that nobody decides expires, and a signal for which no time is named is awaited no more. */
  readonly expiresAtMs: number;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
}

const REASONS = {
  APPROVAL: ['An approval is needed.', 'Approvals are needed.'],
  TIMER: ['A timer runs.', 'Timers run.'],
  SIGNAL: ['A signal is awaited.', 'Signals are awaited.'],
} as const satisfies Record<WaitRequest['kind'], readonly [string, string]>;

/** What is written when a run begins to wait: a step for each new request, approvals, and how calls in doubt stand. */
export function waitRow(facts: WaitFacts): WaitRow {
  const { execution, requests, waiting, now } = facts;
  const at = now.toISOString();
  const before = new Map(waiting.map((step) => [step.key, step]));
  const known = requests.flatMap(({ key }) => before.get(key) ?? []);
  const asked = requests.filter(({ key }) => !before.has(key)).map((request, index) => newWait(facts, request, index));
  const doubtful = requests.flatMap((request) => (request.kind === 'APPROVAL' ? doubtfulStep(facts, request) : []));
  const due = [...known, ...asked].map(({ dueAtMs }) => dueAtMs ?? facts.expiresAtMs);
  // A signal that was awaited until the deadline of the run, before deadlines stood still, gets an end of its own.
  const endless = known.filter(({ dueAtMs }) => dueAtMs === null);
  return {
    tenantId: execution.tenantId,
    executionId: execution.id,
    fence: execution.fence,
    nowMs: now.getTime(),
    dueAtMs: Math.min(...due),
    deadlineAtMs: execution.deadlineAtMs,
    known: known.map(({ key }) => key),
    steps: [
      ...doubtful.map(({ step }) => step),
      ...asked.map(({ step }) => step),
      ...endless.map(({ key }) => ({ key, properties: { dueAtMs: facts.expiresAtMs } })),
    ],
    approvals: asked.flatMap(({ approval }) => approval ?? []),
    events: [...doubtful.map(({ event }) => event), ...asked.flatMap(({ events }) => events)],
    waitingEvent: { name: 'execution-waiting', at, data: { status: 'WAITING', reason: reasonOf(requests) } },
    queuedEvent: {
      name: 'execution-queued',
      at,
      data: { status: 'QUEUED', reason: 'What it was about to wait for has come.' },
    },
  };
}

function newWait(facts: WaitFacts, request: WaitRequest, index: number) {
  const position = facts.stepCount + index + 1;
  if (request.kind !== 'APPROVAL') return { ...waitingStep(request, { ...facts, position }), approval: null };
  return { ...askedApproval(request, { ...facts, position }), dueAtMs: facts.expiresAtMs };
}

function reasonOf(requests: readonly WaitRequest[]): string {
  const kinds = Map.groupBy(requests, ({ kind }) => kind);
  return [...kinds].map(([kind, group]) => REASONS[kind][group.length === 1 ? 0 : 1]).join(' ');
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
