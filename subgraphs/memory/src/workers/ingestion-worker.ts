import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@aether/common/service';
import type { Doorbell } from '@aether/common/streams';
import type { DocumentClaim, IngestionStore } from '../db/ingestion-store.ts';
import { INGEST_QUEUE } from '../events.ts';
import type { DocumentProcessor } from './document-processor.ts';

export interface IngestionWorkerOptions {
  readonly parallel: number;
  readonly leaseMs: number;
  /** Upper bound of the wait when a ring was lost, in milliseconds. @default 5,000 */
  readonly pollMs?: number;
}

export interface IngestionWorkerParts {
  readonly store: IngestionStore;
  readonly processor: DocumentProcessor;
  readonly doorbell: Doorbell;
  readonly logger: Logger;
}

/** Candidates looked at in one go; another worker may be faster with some of them. */
const CANDIDATES = 8;

/** Takes due documents one after the other, several at once when told so. Wakes by the doorbell, polls in case a ring was lost. */
export class IngestionWorker implements AsyncDisposable {
  readonly #options: Required<IngestionWorkerOptions>;
  readonly #parts: IngestionWorkerParts;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #rung = Promise.withResolvers<void>();

  constructor(options: IngestionWorkerOptions, parts: IngestionWorkerParts) {
    this.#options = { pollMs: 5_000, ...options };
    this.#parts = parts;
  }

  /** Resolves when rings are heard. */
  async start(): Promise<void> {
    await this.#parts.doorbell.listen(INGEST_QUEUE, () => this.#wake(), { signal: this.#stop.signal });
    this.#running = Promise.all(Array.from({ length: this.#options.parallel }, () => this.#loop()));
  }

  /** Documents under way go back into the queue, at the stage that they have reached. */
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
    while (!signal.aborted) {
      // Taken before looking: a ring while we look is not lost.
      const rung = this.#rung.promise;
      try {
        const claim = await this.#claimNext();
        if (claim === null) await this.#wait(rung, await this.#parts.store.nextDueMs());
        else await this.#parts.processor.process(claim, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#parts.logger.warn({ err: error }, 'ingestion cannot look for documents, will try again');
        await this.#wait(rung, null);
      }
    }
  }

  async #claimNext(): Promise<DocumentClaim | null> {
    const { store } = this.#parts;
    for (const { tenantId, id } of await store.due(CANDIDATES)) {
      if (this.#stop.signal.aborted) return null;
      const claim = await store.claim(tenantId, id, this.#options.leaseMs);
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
