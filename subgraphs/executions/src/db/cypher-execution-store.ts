import type { BatchStatement, Database } from '@aether/common/graph';
import { z } from 'zod';
import { EXECUTION_STATUSES } from '../execution.ts';
import { ACCEPT, ACCEPT_TURN, REUSE_STEPS } from './accept-statements.ts';
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
} from './execution-store.ts';
import { FLUSH, FLUSH_UNDER_BUDGETS, REFUSED } from './flush-statements.ts';
import { EXECUTION, STEPS } from './read-statements.ts';
import { type ExecutionRecord, executionSchema } from './records.ts';
import { acceptParameters, flushParameter, latestMarks } from './row-parameters.ts';
import { type StepRecord, stepSchema } from './step-records.ts';
import {
  BEAT,
  CLAIM,
  CLAIMABLE,
  CLOSE_WORKER,
  NOW,
  OPEN_WORKER,
  ORPHANED,
  OVERDUE,
  OWNED,
} from './worker-statements.ts';

const accepted = z.object({ executionId: z.string(), resultId: z.string(), inputHash: z.string() });
const claimed = z.object({ execution: executionSchema, isTakenOver: z.boolean(), isCancelling: z.boolean() });
const flushed = z.object({ written: z.array(z.object({ key: z.string(), base: z.number() })), isNews: z.boolean() });
const refused = z.object({
  key: z.string(),
  fence: z.number(),
  status: z.enum(EXECUTION_STATUSES),
  lastSeq: z.number(),
  flush: z.string().nullable(),
});
const executionKey = z.object({ tenantId: z.string(), executionId: z.string() });
const nothing = z.object({});

const STARTED = { status: 'RUNNING', reason: null };
const RESUMED = { status: 'RUNNING', reason: 'Resumed after its worker stopped.' };

export interface CypherExecutionStoreOptions {
  readonly database: Database;
  /** Outbox lane of this instance, opened before. */
  readonly lane: string;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  /** After a write that other systems are told of. */
  readonly ringPushes: () => void;
}

/** The record in Neo4j. */
export class CypherExecutionStore implements ExecutionStore {
  readonly #database: Database;
  readonly #options: CypherExecutionStoreOptions;

  constructor(options: CypherExecutionStoreOptions) {
    this.#database = options.database;
    this.#options = options;
  }

  async accept(rows: readonly AcceptRow[]): Promise<ReadonlyMap<string, Acceptance>> {
    const redriven = rows.filter((row) => row.redrive !== null);
    const plain = rows.filter((row) => row.turn === null && row.redrive === null);
    const turns = rows.filter((row) => row.turn !== null);
    const answers = [...(await this.#accept(ACCEPT, plain)), ...(await this.#accept(ACCEPT_TURN, turns))];
    for (const row of redriven) answers.push(...(await this.#acceptRedrive(row)));
    return new Map(answers.map((answer) => [answer.executionId, answer]));
  }

  async claim({ worker, epoch }: WorkerIdentity, rows: readonly ClaimRow[]): Promise<readonly Claimed[]> {
    const at = this.#options.now().toISOString();
    const data = { started: JSON.stringify(STARTED), resumed: JSON.stringify(RESUMED) };
    const owned = await this.#database.write(
      CLAIM,
      { worker, epoch, rows, at, nonce: this.#nonce(), ...data },
      claimed,
    );
    if (owned.some(({ execution, isCancelling }) => execution.isPushed && !isCancelling)) this.#options.ringPushes();
    return owned.map(({ execution, isTakenOver, isCancelling }) => ({
      execution,
      isTakenOver,
      event: isCancelling
        ? null
        : { seq: execution.lastSeq, name: 'execution-running', at, data: isTakenOver ? RESUMED : STARTED },
    }));
  }

  async flush(rows: readonly JournalRow[]): Promise<ReadonlyMap<string, Flushed>> {
    const nonce = this.#nonce();
    const parameters = {
      lane: this.#options.lane,
      nonce,
      isTelling: rows.some((row) => row.told.length > 0),
      rows: rows.map(flushParameter),
    };
    const slices = latestMarks(rows);
    const [answer] = await (slices.length === 0
      ? this.#database.write(FLUSH, parameters, flushed)
      : this.#database.write(FLUSH_UNDER_BUDGETS, { ...parameters, slices }, flushed));
    if (answer?.isNews === true) this.#options.ringPushes();
    const results = new Map<string, Flushed>(
      answer?.written.map(({ key, base }) => [key, { isWritten: true, base }]) ?? [],
    );
    const missing = rows.filter((row) => !results.has(journalRowKey(row)));
    if (missing.length > 0) for (const [key, result] of await this.#refusals(missing, nonce)) results.set(key, result);
    return results;
  }

  async openWorker(worker: string, queues: readonly string[], leaseMs: number): Promise<number> {
    const epoch = await this.#open({ worker, queues, leaseMs, onlyIfFree: false });
    if (epoch === null) throw new Error(`The worker "${worker}" was not opened.`);
    return epoch;
  }

  reopenWorker(worker: string, queues: readonly string[], leaseMs: number): Promise<number | null> {
    return this.#open({ worker, queues, leaseMs, onlyIfFree: true });
  }

  async beat(
    { worker, epoch }: WorkerIdentity,
    queues: readonly string[],
    leaseMs: number,
  ): Promise<readonly string[] | null> {
    const parameters = { worker, epoch, queues, leaseMs, nonce: this.#nonce() };
    const [row] = await this.#database.write(BEAT, parameters, z.object({ cancelled: z.array(z.string()) }));
    return row?.cancelled ?? null;
  }

  async closeWorker(worker: WorkerIdentity): Promise<void> {
    await this.#database.write(CLOSE_WORKER, { ...worker }, nothing);
  }

  claimable(queues: readonly string[], limit: number): Promise<readonly ExecutionKey[]> {
    return this.#database.read(CLAIMABLE, { queues, limit }, executionKey);
  }

  orphaned(queues: readonly string[], limit: number): Promise<readonly ExecutionKey[]> {
    return this.#database.read(ORPHANED, { queues, limit }, executionKey);
  }

  owned(worker: string, queues: readonly string[]): Promise<readonly (ExecutionKey & { readonly epoch: number })[]> {
    return this.#database.read(OWNED, { worker, queues }, executionKey.extend({ epoch: z.number() }));
  }

  overdue(queues: readonly string[], limit: number): Promise<readonly OverdueExecution[]> {
    return this.#database.read(
      OVERDUE,
      { queues, limit },
      z.object({ execution: executionSchema, overdueMs: z.number() }),
    );
  }

  async nowMs(): Promise<number> {
    const [row] = await this.#database.read(NOW, {}, z.object({ nowMs: z.number() }));
    return row?.nowMs ?? 0;
  }

  async find({ tenantId, executionId }: ExecutionKey): Promise<ExecutionRecord | null> {
    const row = z.object({ execution: executionSchema });
    const rows = await this.#database.tenant(tenantId).read(EXECUTION, { id: executionId }, row);
    return rows[0]?.execution ?? null;
  }

  async steps({ tenantId, executionId }: ExecutionKey): Promise<readonly StepRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(STEPS, { executionId }, z.object({ step: stepSchema }));
    return rows.map((row) => row.step);
  }

  #nonce(): string {
    return Buffer.from(this.#options.random(12)).toString('base64url');
  }

  async #accept(statement: BatchStatement, rows: readonly AcceptRow[]): Promise<z.infer<typeof accepted>[]> {
    return rows.length === 0 ? [] : this.#database.write(statement, acceptParameters(rows), accepted);
  }

  /** With the steps that it reuses, in one transaction. */
  #acceptRedrive(row: AcceptRow): Promise<z.infer<typeof accepted>[]> {
    const { tenantId, executionId, redrive, createdAt } = row;
    return this.#database.tenant(tenantId).transaction(async (transaction) => {
      const answers = await transaction.runBatch(ACCEPT, acceptParameters([row]), accepted);
      if (redrive !== null && answers[0]?.resultId === executionId) {
        const at = { at: createdAt, atMs: Date.parse(createdAt) };
        const reuse = { executionId, fromId: redrive.executionId, steps: redrive.steps, ...at };
        await transaction.run(REUSE_STEPS, reuse, z.object({ reused: z.number() }));
      }
      return answers;
    });
  }

  async #open(opening: Readonly<Record<string, unknown>>): Promise<number | null> {
    const parameters = { ...opening, at: this.#options.now().toISOString(), nonce: this.#nonce() };
    const [row] = await this.#database.write(OPEN_WORKER, parameters, z.object({ epoch: z.number() }));
    return row?.epoch ?? null;
  }

  /** A row that was applied by a commit whose answer got lost carries our nonce: it is written. */
  async #refusals(rows: readonly JournalRow[], nonce: string): Promise<[string, Flushed][]> {
    const parameters = {
      rows: rows.map(({ tenantId, executionId, ...row }) => ({
        tenantId,
        executionId,
        rowKey: journalRowKey({ executionId, ...row }),
      })),
    };
    const sizes = new Map(rows.map((row) => [journalRowKey(row), row.events.length]));
    const facts = await this.#database.read(REFUSED, parameters, refused);
    return facts.map(({ key, flush, ...fact }) =>
      flush === nonce
        ? [key, { isWritten: true, base: fact.lastSeq - (sizes.get(key) ?? 0) }]
        : [key, { isWritten: false, ...fact }],
    );
  }
}
