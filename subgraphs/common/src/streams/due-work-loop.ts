import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../service/logger.ts';
import type { Doorbell } from './doorbell.ts';

export interface DueWorkLoopOptions {
  /** Name that the doorbell rings under, and the log names. */
  readonly bell: string;
  /** Claims worked on at once in this process. */
  readonly parallel: number;
  readonly leaseMs: number;
  /** Upper bound of the wait when a ring was lost, in milliseconds. @default 5,000 */
  readonly pollMs?: number;
}

/** The record of what is due, by the database's clock. */
export interface DueWork<Claim> {
  /** The longest waiting first. */
  due(limit: number): Promise<readonly { readonly tenantId: string; readonly id: string }[]>;
  /** Milliseconds until the next is due; null = none. */
  nextDueMs(): Promise<number | null>;
  /** Null = somebody else was faster. */
  claim(tenantId: string, id: string, leaseMs: number): Promise<Claim | null>;
}

export interface DueWorkLoopParts<Claim> {
  readonly work: DueWork<Claim>;
  /** Never fails; what could not be stored is done again after the lease. The signal says that this process stops. */
  readonly process: (claim: Claim, stop: AbortSignal) => Promise<void>;
  readonly doorbell: Doorbell;
  readonly logger: Logger;
}

/** Candidates looked at in one go; another worker may be faster with some of them. */
const CANDIDATES = 8;

/** Takes due work one after the other, several at once when told so. Wakes by the doorbell, polls in case a ring was lost. */
export class DueWorkLoop<Claim> implements AsyncDisposable {
  readonly #options: Required<DueWorkLoopOptions>;
  readonly #parts: DueWorkLoopParts<Claim>;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #rung = Promise.withResolvers<void>();

  constructor(options: DueWorkLoopOptions, parts: DueWorkLoopParts<Claim>) {
    this.#options = { pollMs: 5_000, ...options };
    this.#parts = parts;
  }

  /** Resolves when rings are heard. */
  async start(): Promise<void> {
    await this.#parts.doorbell.listen(this.#options.bell, () => this.#wake(), { signal: this.#stop.signal });
    this.#running = Promise.all(Array.from({ length: this.#options.parallel }, () => this.#loop()));
  }

  /** Resolves when what was under way has been handed back. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  #wake(): void {
    this.#rung.resolve();
    this.#rung = Promise.withResolvers<void>();
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stop;
    const { work, process, logger } = this.#parts;
    while (!signal.aborted) {
      // Taken before looking: a ring while we look is not lost.
      const rung = this.#rung.promise;
      try {
        const claim = await this.#claimNext();
        if (claim === null) await this.#wait(rung, await work.nextDueMs());
        else await process(claim, signal);
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: error, bell: this.#options.bell }, 'cannot look for work, will try again');
        await this.#wait(rung, null);
      }
    }
  }

  async #claimNext(): Promise<Claim | null> {
    const { work } = this.#parts;
    for (const { tenantId, id } of await work.due(CANDIDATES)) {
      if (this.#stop.signal.aborted) return null;
      const claim = await work.claim(tenantId, id, this.#options.leaseMs);
      if (claim !== null) return claim;
    }
    return null;
  }

  async #wait(rung: Promise<void>, dueMs: number | null): Promise<void> {
    const waitMs = Math.max(5, Math.min(this.#options.pollMs, dueMs ?? Number.POSITIVE_INFINITY));
    const timer = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, timer.signal]);
    await Promise.race([rung, delay(waitMs, undefined, { signal }).catch(() => {})]);
    timer.abort();
  }
}
