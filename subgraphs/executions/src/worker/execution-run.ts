import { PlatformError } from '@aether/common/service';
import { HeldError, type RunOutcome, WaitingError } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';
import { earlierTurns } from '../agents/earlier-turns.ts';
import type { Claimed, Scalar } from '../db/execution-store.ts';
import { ExecutionCancelledError, ExecutionDeadlineError, StaleFenceError } from '../errors.ts';
import { CrashLoopError, DrainError, LeaseLostError, RunOverError } from './errors.ts';
import type { NewEvent } from '../event.ts';
import type { EndStatus } from '../execution.ts';
import { ExecutionJournal } from '../journal/execution-journal.ts';
import { OwnedExecution } from '../journal/owned-execution.ts';
import { beginWaiting } from '../waiting/begin-waiting.ts';
import { DeadlineWatch } from './deadline-watch.ts';
import { pinnedRun } from './pinned-run.ts';
import { retryDelay } from './retry-delay.ts';
import { ringId } from './ring.ts';
import { RunEnd } from './run-end.ts';
import { untilStopped } from './until-stopped.ts';
import type { WorkerParts } from './worker-parts.ts';

/** After a stop the loop has this long to close what it opened; a cancelled run ends within 2 s. */
const GRACE_MS = 1_000;
/** Resumed after this many crashes, a run is given up. */
const MAXIMUM_CRASHES = 3;

/** One for all runs: every run aborts with it in the end, and its stack would tell nobody anything. */
const RUN_OVER = new RunOverError();

/** What is to be done with a run later, if it is to be done here: it is tried again, or what it waits for may be due. */
export interface Later {
  readonly what: 'RETRY' | 'WAKE';
  readonly inMs: number;
}

/** One execution under one fence, from its claim to its end, its retry or its hand-over. */
export class ExecutionRun {
  readonly #claimed: Claimed;
  readonly #parts: WorkerParts;
  readonly #lease: AbortSignal;
  readonly #owned: OwnedExecution;
  readonly #ending: RunEnd;
  readonly #stop = new AbortController();
  #journal: ExecutionJournal | null = null;

  /** @param lease aborted when the worker has lost its lease */
  constructor(claimed: Claimed, parts: WorkerParts, lease: AbortSignal) {
    this.#claimed = claimed;
    this.#parts = parts;
    this.#lease = lease;
    this.#owned = new OwnedExecution({ execution: claimed.execution, writer: parts.writer, lease });
    this.#ending = new RunEnd(parts, this.#owned);
  }

  cancel(reason: string | null): void {
    this.#stop.abort(new ExecutionCancelledError(reason));
  }

  /** Gives the execution back, for any worker to go on with. */
  handOver(): void {
    this.#stop.abort(new DrainError());
  }

  /**
   * Never throws: whatever happens is in the record, or is for the next owner to find.
   * @returns what comes next, when something does
   */
  async run(): Promise<Later | null> {
    const { execution } = this.#claimed;
    const { logger } = this.#parts;
    const loseLease = (): void => this.#stop.abort(this.#lease.reason);
    this.#lease.addEventListener('abort', loseLease, { once: true });
    using _deadline = new DeadlineWatch(execution, this.#parts, (reason) => this.#stop.abort(reason));
    try {
      return await this.#toEnd();
    } catch (error) {
      const isExpected = error instanceof StaleFenceError || error instanceof LeaseLostError;
      logger[isExpected ? 'info' : 'error'](
        { err: error, executionId: execution.id },
        'the run was left to its next owner',
      );
      return null;
    } finally {
      this.#lease.removeEventListener('abort', loseLease);
      // A loop that is still busy must not go on: nobody waits for it.
      if (!this.#stop.signal.aborted) this.#stop.abort(RUN_OVER);
    }
  }

  async #toEnd(): Promise<Later | null> {
    const { execution } = this.#claimed;
    if (execution.status === 'CANCELLING')
      return this.#end('CANCELLED', new ExecutionCancelledError(execution.cancelReason));
    if (execution.crashes >= MAXIMUM_CRASHES) return this.#end('FAILED', new CrashLoopError(execution.crashes));
    try {
      const { outcome, journal } = await untilStopped(this.#execute(), this.#stop.signal, GRACE_MS);
      await this.#ending.succeed(outcome, journal);
      return null;
    } catch (error) {
      return await this.#fail(error);
    }
  }

  async #execute(): Promise<{ readonly outcome: RunOutcome; readonly journal: ExecutionJournal }> {
    const { execution } = this.#claimed;
    const { store, pins, blobs, executeAgent, runtime, config, live, clock, ids, random, rights, budgets } =
      this.#parts;
    const pinned = await pinnedRun(execution, pins, blobs);
    const run = { ...pinned, runAs: await rights.atClaim(pinned.runAs, execution.id) };
    const key = { tenantId: execution.tenantId, executionId: execution.id };
    const journal = new ExecutionJournal({
      run,
      owned: this.#owned,
      steps: execution.fence === 1 && execution.redriveOfId === null ? [] : await store.steps(key),
      signal: this.#stop.signal,
      stop: (reason) => this.#stop.abort(reason),
      mayWrite: () => rights.mayWrite(run.runAs, execution.id),
      earlierMessages: (limit) => earlierTurns(this.#parts, execution, limit),
      live,
      blobs,
      clock,
      ids,
      random,
      deltaMs: config.deltaMs,
      budgets,
    });
    this.#journal = journal;
    return { outcome: await executeAgent(journal, runtime), journal };
  }

  async #fail(error: unknown): Promise<Later | null> {
    const { execution } = this.#claimed;
    if (error instanceof StaleFenceError || error instanceof LeaseLostError) throw error;
    if (error instanceof DrainError) return this.#handOver();
    if (error instanceof WaitingError) return this.#wait(error);
    if (error instanceof HeldError) return this.#hold(error);
    if (error instanceof ExecutionCancelledError) return this.#end('CANCELLED', error);
    if (error instanceof ExecutionDeadlineError) return this.#end('TIMED_OUT', error);
    const isRetryable = error instanceof PlatformError && error.retryable;
    if (!(error instanceof PlatformError)) {
      this.#parts.logger.error({ err: error, executionId: execution.id }, 'unexpected error in a run');
    }
    if (isRetryable && execution.attempt < this.#parts.config.attempts) return this.#retry(error);
    return this.#end('FAILED', error);
  }

  async #end(status: EndStatus, error: unknown): Promise<null> {
    await this.#ending.end(status, error, this.#journal);
    return null;
  }

  async #handOver(): Promise<null> {
    const { execution } = this.#claimed;
    const now = this.#parts.clock.now();
    const event = statusEvent('execution-queued', now, {
      status: 'QUEUED',
      reason: 'Handed over by a worker that stops.',
    });
    await this.#release('QUEUED', event, { notBeforeMs: now.getTime() });
    await this.#parts.doorbell.ring(execution.queue, ringId({ ...execution, executionId: execution.id }));
    return null;
  }

  async #wait({ requests }: WaitingError): Promise<Later | null> {
    const journal = this.#journal;
    if (journal === null) throw new Error('A run waits only for what its journal asked for.');
    const inMs = await this.#orCancelled(beginWaiting(this.#parts, { owned: this.#owned, journal }, requests));
    return inMs === null ? null : { what: 'WAKE', inMs };
  }

  /** Until the cluster hands the next node out, at the latest until the deadline; nothing is held meanwhile. */
  async #hold({ message }: HeldError): Promise<null> {
    const { children, clock } = this.#parts;
    const notBeforeMs = await children.postponeDeadline(this.#claimed.execution);
    const event = statusEvent('execution-queued', clock.now(), { status: 'QUEUED', reason: message });
    await this.#release('QUEUED', event, { notBeforeMs });
    return null;
  }

  async #retry(error: PlatformError): Promise<Later> {
    const { execution } = this.#claimed;
    const { config, clock, random } = this.#parts;
    const retryAfterMs = error.facts['retryAfterMs'];
    const pauseMs = retryDelay(
      execution.attempt,
      config.retryBaseMs,
      random(1)[0] ?? 0,
      typeof retryAfterMs === 'number' ? retryAfterMs : null,
    );
    const now = clock.now();
    const event = statusEvent('execution-retrying', now, {
      status: 'RETRYING',
      reason: `${error.code}: ${error.message}`,
    });
    await this.#release('RETRYING', event, { notBeforeMs: now.getTime() + pauseMs, attempt: execution.attempt + 1 });
    return { what: 'RETRY', inMs: pauseMs };
  }

  async #release(
    toStatus: 'QUEUED' | 'RETRYING',
    event: NewEvent,
    changes: Readonly<Record<string, Scalar>>,
  ): Promise<void> {
    const released = { ...changes, owner: null, epoch: null };
    await this.#orCancelled(this.#owned.write({ toStatus, events: [event], changes: released }));
  }

  async #orCancelled<Result>(release: Promise<Result>): Promise<Result | null> {
    try {
      return await release;
    } catch (refusal) {
      if (!(refusal instanceof ExecutionCancelledError)) throw refusal;
      return this.#end('CANCELLED', refusal);
    }
  }
}

function statusEvent(name: NewEvent['name'], at: Date, data: JsonObject): NewEvent {
  return { name, at: at.toISOString(), data };
}
