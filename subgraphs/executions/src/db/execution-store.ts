import type { SliceMark } from '../budgets/slice.ts';
import type { NewEvent, StreamEvent } from '../event.ts';
import type { ExecutionStatus } from '../execution.ts';
import type { ExecutionRecord } from './records.ts';
import type { StepPayload, StepRecord } from './step-records.ts';

export type Scalar = string | number | boolean | null | readonly string[];

/** Everything that one accepted request writes. */
export interface AcceptRow {
  readonly tenantId: string;
  readonly executionId: string;
  readonly actor: string;
  readonly operation: string;
  readonly key: string;
  readonly inputHash: string;
  /** A key that ended by then is as new. */
  readonly nowMs: number;
  readonly expiresAtMs: number;
  readonly createdAt: string;
  /** Properties of the execution beyond those with which every execution begins (`NEW_EXECUTION`). */
  readonly execution: Readonly<Record<string, Scalar>>;
  readonly redrive: Redrive | null;
  readonly turn: {
    readonly conversationId: string;
    readonly messageId: string;
    readonly text: string;
    readonly title: string;
  } | null;
}

/** An ended run that a new one repeats. */
export interface Redrive {
  readonly executionId: string;
  /** Steps of its journal that are done facts of the new run, with their new ids, and texts of payloads that are the new run's own. */
  readonly steps: readonly ({ readonly key: string; readonly id: string; readonly parentId: string | null } & {
    readonly [Field in StepPayload['field']]?: string;
  })[];
}

/** `resultId` is the first execution of the idempotency key: this one, or an earlier one. */
export interface Acceptance {
  readonly resultId: string;
  readonly inputHash: string;
}

export interface ExecutionKey {
  readonly tenantId: string;
  readonly executionId: string;
}

export interface ClaimRow extends ExecutionKey {
  /** This worker owns it already but has lost sight of it; that is no crash. */
  readonly isLost: boolean;
}

export interface Claimed {
  readonly execution: ExecutionRecord;
  /** Another worker, or this one before a restart, had begun it. */
  readonly isTakenOver: boolean;
  /** What the claim told; null when the execution is only claimed to be cancelled. */
  readonly event: StreamEvent | null;
}

/** A worker in one of its lives. */
export interface WorkerIdentity {
  readonly worker: string;
  readonly epoch: number;
}

/** A change of one step: properties of the node; null removes. */
export interface StepChange {
  readonly key: string;
  readonly properties: Readonly<Record<string, Scalar>>;
}

export interface UsageRow {
  readonly id: string;
  readonly stepId: string;
  readonly attempt: number;
  readonly executionId: string;
  readonly agentId: string;
  readonly startedById: string;
  readonly modelId: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  readonly cost: number | null;
  readonly unpriced: boolean;
  /** Paid by the person, with an own key. */
  readonly ownKey: boolean;
  readonly at: string;
}

export interface MessageRow {
  readonly id: string;
  readonly conversationId: string;
  readonly position: number;
  readonly role: 'ASSISTANT';
  readonly text: string;
  readonly citations: string;
  readonly executionId: string;
  readonly createdAt: string;
}

/** Row of the outbox. */
export interface ToldEvent {
  readonly type: string;
  readonly subject: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly requestId: string | null;
  readonly data: string;
}

/** Everything that waits to be written for one execution. */
export interface JournalRow extends ExecutionKey {
  /** Nothing is written when the record has another one. */
  readonly fence: number;
  /** Nothing is written in another state. */
  readonly from: readonly ExecutionStatus[];
  /** 1 takes the execution away from whoever owns it. */
  readonly fenceStep: 0 | 1;
  readonly toStatus: ExecutionStatus | null;
  readonly steps: readonly StepChange[];
  readonly events: readonly NewEvent[];
  /** Properties of the execution, absolute values: a write that is repeated changes nothing. Null removes. */
  readonly changes: Readonly<Record<string, Scalar>>;
  readonly usage: readonly UsageRow[];
  readonly messages: readonly MessageRow[];
  /** Told to other services by the outbox. */
  readonly told: readonly ToldEvent[];
  readonly isEnd: boolean;
  /** Slices of budgets as this process knows them; they are written whether or not the rest of the row is. */
  readonly slices: readonly SliceMark[];
}

export type Flushed =
  | { readonly isWritten: true; /** The first event of the row has the number `base + 1`. */ readonly base: number }
  | { readonly isWritten: false; readonly fence: number; readonly status: ExecutionStatus; readonly lastSeq: number };

export interface OverdueExecution {
  readonly execution: ExecutionRecord;
  readonly overdueMs: number;
}

/** The record as workers see it. Every method is one transaction, safe to repeat. */
export interface ExecutionStore {
  /** Answers by execution id; a turn of a conversation that is gone has no answer. */
  accept(rows: readonly AcceptRow[]): Promise<ReadonlyMap<string, Acceptance>>;
  /** Only those of the rows that the worker now owns, under a fence of its own. */
  claim(worker: WorkerIdentity, rows: readonly ClaimRow[]): Promise<readonly Claimed[]>;
  /** Answers by `journalRowKey`; an unknown execution has no answer. */
  flush(rows: readonly JournalRow[]): Promise<ReadonlyMap<string, Flushed>>;
  /** The new epoch: greater than that of every earlier life of the worker. */
  openWorker(worker: string, queues: readonly string[], leaseMs: number): Promise<number>;
  /** The same, but null while a lease of this name runs. */
  reopenWorker(worker: string, queues: readonly string[], leaseMs: number): Promise<number | null>;
  /** Ids of owned executions that are to be cancelled; null = the name was taken since. */
  beat(worker: WorkerIdentity, queues: readonly string[], leaseMs: number): Promise<readonly string[] | null>;
  closeWorker(worker: WorkerIdentity): Promise<void>;
  claimable(queues: readonly string[], limit: number): Promise<readonly ExecutionKey[]>;
  orphaned(queues: readonly string[], limit: number): Promise<readonly ExecutionKey[]>;
  owned(worker: string, queues: readonly string[]): Promise<readonly (ExecutionKey & { readonly epoch: number })[]>;
  overdue(queues: readonly string[], limit: number): Promise<readonly OverdueExecution[]>;
  /** The clock by which all of this is decided. */
  nowMs(): Promise<number>;
  find(key: ExecutionKey): Promise<ExecutionRecord | null>;
  steps(key: ExecutionKey): Promise<readonly StepRecord[]>;
}

export function journalRowKey(row: Pick<JournalRow, 'executionId' | 'fence' | 'fenceStep'>): string {
  return `${row.executionId}/${row.fence}/${row.fenceStep}`;
}
