import { GroupCommitWriter, isConstraintViolation, OUTBOX_CHANNEL } from '@aether/common/graph';
import { type Logger, NotFoundError } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
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
  type WorkerIdentity,
} from '../db/execution-store.ts';
import { StaleFenceError } from '../errors.ts';
import { queuedEvent } from '../event.ts';
import { executionAccepted, executionEnded } from '../events.ts';
import { isEnded } from '../execution.ts';
import { foldJournalRows } from './journal-row.ts';
import type { LiveEvents } from './live-events.ts';

export interface ExecutionWriterOptions {
  readonly store: ExecutionStore;
  readonly live: LiveEvents;
  readonly streams: Streams;
  readonly lane: string;
  readonly logger: Logger;
}

/**
 * Transactions of each kind at once. One leaves Neo4j idle while its answer and the next batch travel: 580 durable runs/s at the
 * journal, 1,050 with two, no more with three.
 */
const PARALLEL = 2;

/** Rows that may be written for one conversation at a time, or one idempotency key. */
const acceptKey = (row: AcceptRow): string => row.turn?.conversationId ?? `${row.tenantId}/${row.actor}/${row.key}`;

/**
 * All hot writes of this process, group-committed: what arrives within a few milliseconds is one transaction, its events are
 * published after the commit.
 */
export class ExecutionWriter implements AsyncDisposable {
  readonly #accepts: GroupCommitWriter<AcceptRow, Acceptance>;
  readonly #journal: GroupCommitWriter<JournalRow, Flushed>;
  readonly #interventions: GroupCommitWriter<JournalRow, Flushed>;
  readonly #claims: GroupCommitWriter<ClaimRow & WorkerIdentity, Claimed | null>;

  constructor({ store, live, streams, lane, logger }: ExecutionWriterOptions) {
    const isRowFault = isConstraintViolation;
    const refused = (row: ExecutionKey): Error => new StaleFenceError(row.executionId);

    this.#accepts = new GroupCommitWriter({
      keyOf: acceptKey,
      windowMs: 0, // a person waits; under load the writes in flight are window enough
      parallel: PARALLEL,
      isRowFault,
      refused: (row) => new NotFoundError('conversation', row.turn?.conversationId ?? ''),
      write: async (rows) => {
        const accepted = await store.accept(rows);
        const results = new Map<string, Acceptance>();
        for (const row of rows) {
          const result = accepted.get(row.executionId);
          if (result === undefined) continue;
          results.set(acceptKey(row), result);
          if (result.resultId !== row.executionId) continue;
          live.young.begin(row, row.actor);
          live.publish(row, [{ ...queuedEvent(row.createdAt), seq: 1 }]);
          executionAccepted(logger, row.executionId);
        }
        return results;
      },
    });

    this.#claims = new GroupCommitWriter<ClaimRow & WorkerIdentity, Claimed | null>({
      keyOf: (row) => row.executionId,
      isRowFault,
      refused,
      windowMs: 1,
      parallel: PARALLEL,
      write: async (rows) => {
        const claimed = await store.claim(
          rows.reduce((youngest, row) => (row.epoch > youngest.epoch ? row : youngest)),
          rows,
        );
        const byId = new Map(claimed.map((claim) => [claim.execution.id, claim]));
        for (const { execution, event } of claimed) {
          if (event !== null) live.publish({ tenantId: execution.tenantId, executionId: execution.id }, [event]);
        }
        return new Map(rows.map((row) => [row.executionId, byId.get(row.executionId) ?? null]));
      },
    });

    const write = async (rows: readonly JournalRow[]): Promise<ReadonlyMap<string, Flushed>> => {
      const results = await store.flush(rows);
      for (const row of rows) {
        const result = results.get(journalRowKey(row));
        if (result?.isWritten !== true) continue;
        live.publish(
          row,
          row.events.map((event, index) => ({ ...event, seq: result.base + index + 1 })),
        );
        if (row.toStatus === null || !isEnded(row.toStatus)) continue;
        executionEnded(logger, row.executionId, row.toStatus, Number(row.changes['durationMs'] ?? 0));
      }
      const types = new Set(rows.flatMap((row) => row.told.map(({ type }) => type)));
      if (types.size > 0) streams.publish(OUTBOX_CHANNEL, { lane, types: [...types] });
      return results;
    };
    this.#journal = new GroupCommitWriter({
      keyOf: journalRowKey,
      fold: foldJournalRows,
      isRowFault,
      refused,
      write,
      parallel: PARALLEL,
    });
    this.#interventions = new GroupCommitWriter({ keyOf: journalRowKey, isRowFault, refused, write });
  }

  /** Commits an execution, its first event and its idempotency key. @throws NotFoundError for a conversation that is gone */
  accept(row: AcceptRow): Promise<Acceptance> {
    return this.#accepts.add(row);
  }

  /** Null: it is not to be had, another worker was faster or it is not due. */
  claim(worker: WorkerIdentity, row: ClaimRow): Promise<Claimed | null> {
    return this.#claims.add({ ...row, ...worker });
  }

  /** A write of the worker that owns the execution; folded with what else waits for it. */
  journal(row: JournalRow): Promise<Flushed> {
    return this.#journal.add(row);
  }

  /** A write of somebody else (a person, the reconciler): never folded with those of the owner. */
  intervene(row: JournalRow): Promise<Flushed> {
    return this.#interventions.add(row);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#accepts[Symbol.asyncDispose]();
    await this.#claims[Symbol.asyncDispose]();
    await this.#journal[Symbol.asyncDispose]();
    await this.#interventions[Symbol.asyncDispose]();
  }
}
