import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseUnavailableError } from '@aether/common/graph';
import type { JournalRow } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { ExecutionCancelledError, StaleFenceError } from '../errors.ts';
import { isEnded } from '../execution.ts';
import type { ExecutionWriter } from './execution-writer.ts';
import { journalRow } from './journal-row.ts';

/** Pause before a write is tried again while the database is away, in milliseconds. */
const PAUSE_MS = 250;

/** Writes of one worker for an execution that it owns under one fence. */
export class OwnedExecution {
  readonly execution: ExecutionRecord;
  readonly #writer: ExecutionWriter;
  readonly #lease: AbortSignal;

  /** @param options.lease aborted when the execution may belong to another worker */
  constructor(options: { execution: ExecutionRecord; writer: ExecutionWriter; lease: AbortSignal }) {
    this.execution = options.execution;
    this.#writer = options.writer;
    this.#lease = options.lease;
  }

  /**
   * Resolves after the commit. While the database is away it tries again, as long as the lease lasts.
   * @throws StaleFenceError when the execution belongs to somebody else
   * @throws ExecutionCancelledError when it cannot become `toStatus` because somebody cancels it
   */
  async write(part: Partial<JournalRow>): Promise<void> {
    const row = journalRow({ ...this.execution, executionId: this.execution.id }, part);
    for (;;) {
      this.#lease.throwIfAborted();
      try {
        await this.#once(row);
        return;
      } catch (error) {
        if (!(error instanceof DatabaseUnavailableError)) throw error;
        await delay(PAUSE_MS, undefined, { signal: this.#lease }).catch(() => {});
      }
    }
  }

  async #once(row: JournalRow): Promise<void> {
    const result = await untilAborted(this.#writer.journal(row), this.#lease);
    if (result.isWritten) return;
    if (result.fence !== row.fence) throw new StaleFenceError(row.executionId);
    // A commit whose answer was lost, and that is now tried again: it is as we want it.
    if (row.toStatus !== null && result.status === row.toStatus && isEnded(result.status)) return;
    if (result.status === 'CANCELLING') throw new ExecutionCancelledError(this.execution.cancelReason);
    throw new StaleFenceError(row.executionId);
  }
}

async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
