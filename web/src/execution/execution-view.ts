import type { ExecutionStatus, StepStatus, StepType } from '../gql/graphql.ts';
import type { ExecutionEnvelope } from './execution-events.ts';
import type { ExecutionRecord, StepRecord } from './execution-record.ts';
import { approvalsAfter, approvalsAtEnd, approvalsOf, type ApprovalView } from './approval-view.ts';
import { stepName } from './step-name.ts';
import { NO_TEXT, placeText, resetText, type PlacedText } from './placed-text.ts';

export interface StepView {
  id: string;
  key: string;
  parentId: string | null;
  type: StepType;
  name: string;
  status: StepStatus;
  attempt: number;
  /** Epoch milliseconds. */
  startedAt: number;
  /** Of the last attempt; null while it runs. */
  durationMs: number | null;
  cost: number | null;
  unpriced: boolean;
  /** Prompt and completion; null for steps without a model. */
  tokens: number | null;
  modelName: string | null;
  /** Last thing that the step said about its progress. */
  note: string | null;
  error: { code: string; message: string; hint: string | null } | null;
  /** Earlier tries, oldest first. */
  earlier: readonly { startedAt: number; durationMs: number | null; message: string | null }[];
  details: unknown;
  /** Arguments of a tool's call, while it is new. */
  call: unknown;
}

/** One run as a screen shows it: the record, moved on by events. */
export interface ExecutionView {
  status: ExecutionStatus;
  /** Epoch milliseconds; null while queued. */
  startedAt: number | null;
  totalDurationMs: number | null;
  spent: number | null;
  unpriced: boolean;
  totalTokens: number;
  steps: ReadonlyMap<string, StepView>;
  texts: ReadonlyMap<string, PlacedText>;
  /** By id, oldest first. */
  approvals: ReadonlyMap<string, ApprovalView>;
  output: unknown;
  error: { code: string; message: string; hint: string | null } | null;
  lastSeq: number;
  ended: boolean;
}

export const NO_EXECUTION: ExecutionView = {
  status: 'QUEUED',
  startedAt: null,
  totalDurationMs: null,
  spent: 0,
  unpriced: false,
  totalTokens: 0,
  steps: new Map(),
  texts: new Map(),
  approvals: new Map(),
  output: null,
  error: null,
  lastSeq: 0,
  ended: false,
};

/** The state at `record.lastSeq`. Texts of running steps are not in the record: they come by replay from 0. */
export function viewOfRecord(record: ExecutionRecord): ExecutionView {
  const { summary } = record.chain;
  const ended = record.endedAt !== null && record.endedAt !== undefined;
  return {
    status: record.status,
    startedAt: record.startedAt ? Date.parse(record.startedAt) : null,
    totalDurationMs: ended ? record.chain.totalDurationMs : null,
    spent: ended ? (summary.totalCost ?? null) : record.spent,
    unpriced: summary.unpriced,
    totalTokens: summary.totalTokens,
    steps: new Map(record.chain.steps.edges.map(({ node }) => [node.id, viewOfStep(node)])),
    texts: new Map(),
    approvals: approvalsOf(record),
    output: record.output,
    error: record.error
      ? { code: record.error.code, message: record.error.message, hint: record.error.hint ?? null }
      : null,
    lastSeq: record.lastSeq,
    ended,
  };
}

function viewOfStep(step: StepRecord): StepView {
  const tokens = sum(step.promptTokens, step.completionTokens);
  return {
    id: step.id,
    key: step.key,
    parentId: step.parentId ?? null,
    type: step.type,
    name: stepName(step),
    status: step.status,
    attempt: step.attempt,
    startedAt: Date.parse(step.startedAt),
    durationMs: step.durationMs ?? null,
    cost: step.cost ?? null,
    unpriced: step.unpriced,
    tokens,
    modelName: step.model?.slug ?? null,
    note: null,
    details: step.details,
    call: null,
    error: step.error ? { code: step.error.code, message: step.error.message, hint: step.error.hint ?? null } : null,
    earlier: step.attempts
      .filter(({ number }) => number < step.attempt)
      .map((attempt) => ({
        startedAt: Date.parse(attempt.startedAt),
        durationMs: attempt.durationMs ?? null,
        message: attempt.error?.message ?? null,
      })),
  };
}

/** Moves the view on by one event. Pure; an event that is already contained changes nothing. */
export function applyEvent(view: ExecutionView, { seq, at, event }: ExecutionEnvelope): ExecutionView {
  if (typeof seq === 'number') {
    if (seq <= view.lastSeq) return view;
    return { ...applyFact(view, Date.parse(at), event), lastSeq: seq };
  }
  return applyFact(view, Date.parse(at), event);
}

function applyFact(view: ExecutionView, at: number, event: ExecutionEnvelope['event']): ExecutionView {
  switch (event.__typename) {
    case 'ExecutionStatusChanged':
      return { ...view, status: event.status, startedAt: view.startedAt ?? (event.status === 'RUNNING' ? at : null) };
    case 'StepStarted': {
      const before = view.steps.get(event.stepId);
      const earlier =
        before !== undefined && event.attempt > before.attempt
          ? [...before.earlier, triedBefore(before)]
          : (before?.earlier ?? []);
      return {
        ...withStep(view, {
          id: event.stepId,
          key: event.key,
          parentId: event.parentId ?? null,
          type: event.type,
          name: stepName(event),
          status: 'STARTED',
          attempt: event.attempt,
          startedAt: at,
          durationMs: null,
          cost: null,
          unpriced: false,
          tokens: null,
          modelName: event.model?.slug ?? null,
          note: null,
          error: null,
          earlier,
          details: before?.details ?? null,
          call: before?.call ?? null,
        }),
        startedAt: view.startedAt ?? at,
      };
    }
    case 'StepProgressed':
      return changeStep(view, event.stepId, { status: event.stepStatus, note: event.message ?? null });
    case 'StepEnded':
      return changeStep(view, event.stepId, {
        status: event.stepStatus,
        attempt: event.attempt,
        durationMs: event.durationMs,
        cost: event.cost ?? null,
        unpriced: event.unpriced,
        tokens: sum(event.promptTokens, event.completionTokens),
        error: event.error
          ? { code: event.error.code, message: event.error.message, hint: event.error.hint ?? null }
          : null,
      });
    case 'TextPreview':
    case 'TextDelta': {
      const placed = placeText(view.texts.get(event.stepId) ?? NO_TEXT, {
        ...event,
        durable: event.__typename === 'TextDelta',
      });
      return { ...view, texts: new Map(view.texts).set(event.stepId, placed) };
    }
    case 'MessageReset':
      return { ...view, texts: new Map(view.texts).set(event.stepId, resetText(event.attempt)) };
    case 'SpendChanged':
      return { ...view, spent: event.spent, totalTokens: event.totalTokens, unpriced: event.unpriced };
    case 'ExecutionEnded':
      return {
        ...view,
        status: event.status,
        output: event.output,
        totalDurationMs: event.totalDurationMs,
        spent: event.totalCost ?? null,
        unpriced: event.unpriced,
        ended: true,
        approvals: approvalsAtEnd(view.approvals),
        error: event.error
          ? { code: event.error.code, message: event.error.message, hint: event.error.hint ?? null }
          : null,
      };
    case 'ToolCalled':
      return changeStep(view, event.stepId, { call: event.arguments });
    case 'ApprovalRequested':
    case 'ApprovalDecided':
      return { ...view, approvals: approvalsAfter(view.approvals, event) };
    // The record is read again for its link (execution-feed.ts).
    case 'ArtifactCreated':
    case 'ResyncRequired':
      return view;
  }
}

function triedBefore(step: StepView): StepView['earlier'][number] {
  return { startedAt: step.startedAt, durationMs: step.durationMs, message: step.error?.message ?? null };
}

function withStep(view: ExecutionView, step: StepView): ExecutionView {
  return { ...view, steps: new Map(view.steps).set(step.id, step) };
}

function changeStep(view: ExecutionView, stepId: string, change: Partial<StepView>): ExecutionView {
  const step = view.steps.get(stepId);
  return step === undefined ? view : withStep(view, { ...step, ...change });
}

function sum(left: number | null | undefined, right: number | null | undefined): number | null {
  return typeof left === 'number' || typeof right === 'number' ? (left ?? 0) + (right ?? 0) : null;
}
