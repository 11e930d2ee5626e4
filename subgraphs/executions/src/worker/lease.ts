import type { Clock, Logger } from '@aether/common/service';
import type { ExecutionStore, WorkerIdentity } from '../db/execution-store.ts';
import { LeaseLostError } from './errors.ts';

/** Without a successful beat for this part of the lease, work is aborted: nobody else may own it yet. */
const TRUSTED_PART = 0.6;
/** A beat that takes longer has failed. */
const MAXIMUM_BEAT_MS = 5_000;

export interface LeaseOptions {
  readonly worker: string;
  readonly queues: readonly string[];
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly store: ExecutionStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Executions of this worker that somebody cancels. */
  readonly onCancel: (executionIds: readonly string[]) => void;
  /** A new epoch: what the record says we own is to be taken up again. */
  readonly onRenewed: () => void;
}

/** The life of a worker in the record: one beat for all its runs. */
export class Lease implements AsyncDisposable {
  readonly #options: LeaseOptions;
  #identity: WorkerIdentity | null = null;
  #held = new AbortController();
  #sureUntilMs = 0;
  #timers: NodeJS.Timeout[] = [];
  #beating: Promise<void> | null = null;
  #isClosed = false;
  /** Somebody took the name: a younger process, or an opening of our own that was given up and arrived late. */
  #isDisplaced = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#held.abort(new LeaseLostError());
  }

  /** Null while it is lost. */
  get identity(): WorkerIdentity | null {
    return this.#held.signal.aborted ? null : this.#identity;
  }

  /** Aborted when it is lost; a renewed lease has another signal. */
  get signal(): AbortSignal {
    return this.#held.signal;
  }

  /** Begins; when the database does not answer yet, the beats try again. */
  async open(): Promise<void> {
    const { beatMs } = this.#options;
    this.#timers = [setInterval(() => void this.beat(), beatMs), setInterval(() => this.#watch(), beatMs / 4)];
    await this.beat();
  }

  /** At most one at a time; never fails. */
  beat(): Promise<void> {
    this.#beating ??= this.#beatOnce().finally(() => {
      this.#beating = null;
    });
    return this.#beating;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#beating;
    const { identity } = this;
    this.#lose();
    if (identity === null) return;
    try {
      await this.#within(this.#options.store.closeWorker(identity));
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the lease could not be given back; it ends by itself');
    }
  }

  async #beatOnce(): Promise<void> {
    const { store, queues, leaseMs, logger, onCancel } = this.#options;
    try {
      const { identity } = this;
      if (identity === null) return await this.#renew();
      const sentMs = this.#options.clock.monotonicMs();
      const cancelled = await this.#within(store.beat(identity, queues, leaseMs));
      if (cancelled === null) {
        logger.error(
          { worker: identity.worker },
          'the name of this worker was taken; it waits until that lease is over',
        );
        this.#isDisplaced = true;
        return this.#lose();
      }
      this.#sureUntilMs = sentMs + leaseMs * TRUSTED_PART;
      if (cancelled.length > 0) onCancel(cancelled);
    } catch (error) {
      logger.debug({ err: error }, 'a beat failed');
    }
  }

  async #renew(): Promise<void> {
    if (this.#isClosed) return;
    const { worker, queues, leaseMs, store, clock, onRenewed } = this.#options;
    const sentMs = clock.monotonicMs();
    const epoch = await this.#within(
      this.#isDisplaced ? store.reopenWorker(worker, queues, leaseMs) : store.openWorker(worker, queues, leaseMs),
    );
    if (epoch === null) return;
    this.#isDisplaced = false;
    this.#identity = { worker, epoch };
    this.#sureUntilMs = sentMs + leaseMs * TRUSTED_PART;
    this.#held = new AbortController();
    onRenewed();
  }

  #watch(): void {
    if (this.#held.signal.aborted || this.#options.clock.monotonicMs() < this.#sureUntilMs) return;
    this.#options.logger.warn({ worker: this.#options.worker }, 'no beat for most of the lease: all runs are stopped');
    this.#lose();
  }

  #lose(): void {
    this.#held.abort(new LeaseLostError());
  }

  /** A connection that is cut without a word never answers: a beat that takes too long counts as failed. */
  async #within<Result>(work: Promise<Result>): Promise<Result> {
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => timeout.reject(new LeaseLostError()),
      Math.min(this.#options.leaseMs / 3, MAXIMUM_BEAT_MS),
    );
    try {
      return await Promise.race([work, timeout.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
