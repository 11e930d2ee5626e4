import {
  type AcceptRow,
  type Acceptance,
  type Claimed,
  type ClaimRow,
  type ExecutionKey,
  type ExecutionStore,
  type Flushed,
  type JournalRow,
  journalRowKey,
  type OverdueExecution,
  type WorkerIdentity,
} from '../../src/db/execution-store.ts';
import { NEW_EXECUTION } from '../../src/db/new-execution.ts';
import { type ExecutionRecord, executionSchema, PRIORITIES } from '../../src/db/records.ts';
import { type StepRecord, stepSchema } from '../../src/db/step-records.ts';
import { type NewEvent, queuedEvent, type StreamEvent } from '../../src/event.ts';

interface StoredWorker {
  epoch: number;
  leaseUntilMs: number;
}

/** A node of the record, with everything that belongs to it. */
export interface StoredExecution {
  readonly properties: Record<string, unknown>;
  readonly events: (StreamEvent & { readonly seq: number })[];
  readonly steps: Map<string, Record<string, unknown>>;
  /** Rows of the ledger, by step and attempt. */
  readonly usage: Set<string>;
}

const OWNED_STATES: readonly unknown[] = ['RUNNING', 'CANCELLING'];
const nameOf = ({ tenantId, executionId }: ExecutionKey): string => `${tenantId}/${executionId}`;

/**
 * The record without a database: every method is one atomic step. It obeys the same contract as the Cypher store
 * (`execution-store.contract.ts`), except that it holds no conversations.
 */
export class MemoryExecutionStore implements ExecutionStore {
  readonly executions = new Map<string, StoredExecution>();
  readonly #keys = new Map<string, Acceptance>();
  readonly #workers = new Map<string, StoredWorker>();
  /** The database's own clock. */
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async accept(rows: readonly AcceptRow[]): Promise<ReadonlyMap<string, Acceptance>> {
    return new Map(rows.map((row) => [row.executionId, this.#acceptRow(row)]));
  }

  async claim(worker: WorkerIdentity, rows: readonly ClaimRow[]): Promise<readonly Claimed[]> {
    if (this.#workers.get(worker.worker)?.epoch !== worker.epoch) return [];
    return rows.flatMap((row) => this.#claimRow(worker, row) ?? []);
  }

  async flush(rows: readonly JournalRow[]): Promise<ReadonlyMap<string, Flushed>> {
    return new Map(
      rows.flatMap((row) => {
        const execution = this.executions.get(nameOf(row));
        return execution === undefined ? [] : [[journalRowKey(row), flushRow(execution, row)] as const];
      }),
    );
  }

  async openWorker(worker: string, _queues: readonly string[], leaseMs: number): Promise<number> {
    const epoch = (this.#workers.get(worker)?.epoch ?? 0) + 1;
    this.#workers.set(worker, { epoch, leaseUntilMs: this.#nowMs() + leaseMs });
    return epoch;
  }

  async reopenWorker(worker: string, queues: readonly string[], leaseMs: number): Promise<number | null> {
    const isFree = (this.#workers.get(worker)?.leaseUntilMs ?? 0) <= this.#nowMs();
    return isFree ? this.openWorker(worker, queues, leaseMs) : null;
  }

  async beat(
    { worker, epoch }: WorkerIdentity,
    queues: readonly string[],
    leaseMs: number,
  ): Promise<readonly string[] | null> {
    const known = this.#workers.get(worker);
    if (known?.epoch !== epoch) return null;
    known.leaseUntilMs = this.#nowMs() + leaseMs;
    return this.#ownedBy(worker, queues).flatMap(({ properties }) =>
      properties['status'] === 'CANCELLING' ? [String(properties['id'])] : [],
    );
  }

  async closeWorker({ worker, epoch }: WorkerIdentity): Promise<void> {
    const known = this.#workers.get(worker);
    if (known?.epoch === epoch) known.leaseUntilMs = 0;
  }

  async claimable(queues: readonly string[], limit: number): Promise<readonly ExecutionKey[]> {
    const due = this.#find(
      ({ queue, status, notBeforeMs }) =>
        queues.includes(String(queue)) &&
        (status === 'QUEUED' || status === 'RETRYING') &&
        Number(notBeforeMs) <= this.#nowMs(),
    );
    const rank = ({ properties }: StoredExecution): number =>
      PRIORITIES.findIndex((priority) => priority === properties['priority']);
    return due
      .toSorted((left, right) => rank(left) - rank(right))
      .map(keyOf)
      .slice(0, limit);
  }

  async orphaned(queues: readonly string[], limit: number): Promise<readonly ExecutionKey[]> {
    const gone = [...this.#workers].filter(([, { leaseUntilMs }]) => leaseUntilMs < this.#nowMs());
    return gone
      .flatMap(([worker]) => this.#ownedBy(worker, queues))
      .map(keyOf)
      .slice(0, limit);
  }

  async owned(
    worker: string,
    queues: readonly string[],
  ): Promise<readonly (ExecutionKey & { readonly epoch: number })[]> {
    return this.#ownedBy(worker, queues).map((execution) => ({
      ...keyOf(execution),
      epoch: Number(execution.properties['epoch']),
    }));
  }

  async overdue(queues: readonly string[], limit: number): Promise<readonly OverdueExecution[]> {
    const now = this.#nowMs();
    return this.#find(
      ({ queue, overdueAtMs }) =>
        typeof overdueAtMs === 'number' && overdueAtMs <= now && queues.includes(String(queue)),
    )
      .map(({ properties }) => ({
        execution: recordOf(properties),
        overdueMs: now - Number(properties['overdueAtMs']),
      }))
      .toSorted((left, right) => right.overdueMs - left.overdueMs)
      .slice(0, limit);
  }

  async nowMs(): Promise<number> {
    return this.#nowMs();
  }

  async find(key: ExecutionKey): Promise<ExecutionRecord | null> {
    const found = this.executions.get(nameOf(key));
    return found === undefined ? null : recordOf(found.properties);
  }

  async steps(key: ExecutionKey): Promise<readonly StepRecord[]> {
    const steps = this.executions.get(nameOf(key))?.steps ?? new Map();
    return [...steps.values()].map((step) => stepSchema.parse({ ...step, executionId: key.executionId }));
  }

  #acceptRow(row: AcceptRow): Acceptance & { readonly executionId: string } {
    if (row.turn !== null) throw new Error('The store in memory holds no conversations.');
    const name = [row.tenantId, row.actor, row.operation, row.key].join('/');
    const known = this.#keys.get(name);
    if (known !== undefined) return { ...known, executionId: row.executionId };
    const answer = { resultId: row.executionId, inputHash: row.inputHash };
    this.#keys.set(name, answer);
    const { tenantId, executionId: id, createdAt } = row;
    this.executions.set(nameOf(row), {
      properties: { ...NEW_EXECUTION, tenantId, id, createdAt, ...row.execution },
      events: [{ ...queuedEvent(createdAt), seq: 1 }],
      steps: new Map(),
      usage: new Set(),
    });
    return { ...answer, executionId: row.executionId };
  }

  #claimRow({ worker, epoch }: WorkerIdentity, row: ClaimRow): Claimed | null {
    const execution = this.executions.get(nameOf(row));
    if (execution === undefined) return null;
    const { properties } = execution;
    const owner = this.#workers.get(String(properties['owner']));
    const isWaiting =
      properties['status'] === 'QUEUED' ||
      (properties['status'] === 'RETRYING' && Number(properties['notBeforeMs']) <= this.#nowMs());
    const isTakenOver =
      OWNED_STATES.includes(properties['status']) &&
      (owner === undefined ||
        owner.leaseUntilMs < this.#nowMs() ||
        (properties['owner'] === worker && (Number(properties['epoch']) < epoch || row.isLost)));
    if (!isWaiting && !isTakenOver) return null;
    const at = new Date(this.#nowMs()).toISOString();
    const isCancelling = properties['status'] === 'CANCELLING';
    Object.assign(properties, {
      fence: Number(properties['fence']) + 1,
      owner: worker,
      epoch,
      startedAt: properties['startedAt'] ?? at,
      crashes: Number(properties['crashes']) + (isTakenOver && !row.isLost ? 1 : 0),
      ...(isCancelling ? {} : { status: 'RUNNING' }),
    });
    const data = { status: 'RUNNING', reason: isTakenOver ? 'Resumed after its worker stopped.' : null };
    const event: NewEvent | null = isCancelling ? null : { name: 'execution-running', at, data };
    if (event !== null) append(execution, [event]);
    return {
      execution: recordOf(properties),
      isTakenOver,
      event: event === null ? null : { ...event, seq: Number(properties['lastSeq']) },
    };
  }

  #ownedBy(worker: string, queues: readonly string[]): StoredExecution[] {
    return this.#find(
      ({ owner, queue, status }) => owner === worker && queues.includes(String(queue)) && OWNED_STATES.includes(status),
    );
  }

  #find(fits: (properties: Record<string, unknown>) => boolean): StoredExecution[] {
    return [...this.executions.values()].filter(({ properties }) => fits(properties));
  }
}

function keyOf({ properties }: StoredExecution): ExecutionKey {
  return { tenantId: String(properties['tenantId']), executionId: String(properties['id']) };
}

/** As the database gives it back: what is null is not there, and nobody shares it with the store. */
function recordOf(properties: Record<string, unknown>): ExecutionRecord {
  return executionSchema.parse(properties);
}

function append({ properties, events }: StoredExecution, added: readonly NewEvent[]): void {
  for (const event of added) {
    const seq = Number(properties['lastSeq']) + 1;
    properties['lastSeq'] = seq;
    events.push({ ...event, seq });
  }
}

function flushRow(execution: StoredExecution, row: JournalRow): Flushed {
  const { properties, steps, usage } = execution;
  const { fence, status, lastSeq } = recordOf(properties);
  if (fence !== row.fence || !row.from.includes(status)) return { isWritten: false, fence, status, lastSeq };
  append(execution, row.events);
  Object.assign(properties, { status: row.toStatus ?? status, fence: fence + row.fenceStep }, row.changes);
  for (const { key, properties: changed } of row.steps) steps.set(key, { key, ...steps.get(key), ...changed });
  for (const { stepId, attempt } of row.usage) usage.add(`${stepId}/${attempt}`);
  return { isWritten: true, base: lastSeq };
}
