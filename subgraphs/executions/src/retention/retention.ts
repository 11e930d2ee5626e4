import type { BlobStore } from '@aether/common/blobs';
import { type Database, deleteExpiredKeys, deleteToldEvents } from '@aether/common/graph';
import type { Clock, Logger } from '@aether/common/service';
import type { RetentionConfig } from './retention-config.ts';
import { PushConfigStore } from '../db/push-config-store.ts';
import { type ExpiredRun, RetentionStore } from '../db/retention-store.ts';
import { deletePayloads } from '../payload.ts';
import type { ContentClass } from './content.ts';
import { foldDeltas } from './fold-deltas.ts';

/** Runs, or deliveries, of one step of a pass. */
const RUNS = 20;
/** Nodes that one transaction changes. */
const NODES = 1_000;
/** Pause before the next step while there is more to do, so that runs have the database to themselves in between. */
const BUSY_MS = 250;

export interface RetentionParts {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: (bytes: number) => Uint8Array;
  readonly queues: readonly string[];
  readonly config: RetentionConfig;
}

/**
 * The lane of the reconciler that lets go of what is past its time: text deltas are folded a while after the end of their run, events,
 * payloads, deliveries and push notification configurations expire, idempotency keys and what was told in the outbox end. What ended is all it touches, in small transactions that are each repeatable, so it
 * can die anywhere, and two processes may do the same.
 */
export class Retention implements AsyncDisposable {
  readonly #parts: RetentionParts;
  readonly #store: RetentionStore;
  readonly #pushConfigs: PushConfigStore;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
    this.#store = new RetentionStore(parts.database);
    this.#pushConfigs = new PushConfigStore(parts);
  }

  start(): void {
    this.#wait(this.#parts.config.pauseMs);
  }

  /** One step of each class. Answers whether there is more to do. */
  async step(): Promise<boolean> {
    const { clock, database, config } = this.#parts;
    const now = clock.now().getTime();
    const isMore = [
      await this.#content('deltas', now - config.deltaMs),
      await this.#content('events', now - config.eventMs),
      await this.#content('payloads', now - config.payloadMs),
      await this.#deliveries(now - config.deliveryMs),
      (await this.#pushConfigs.deleteExpired(new Date(now - config.deliveryMs), RUNS)) === RUNS,
      await this.#artifacts(now - config.artifactMs),
      (await deleteExpiredKeys(database, now, NODES)) === NODES,
      (await deleteToldEvents(database, new Date(now - config.outboxMs), NODES)) >= NODES,
    ];
    return isMore.includes(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #wait(pauseMs: number): void {
    if (this.#isStopped) return;
    // Jitter of a quarter, so that several processes do not look at the same instant.
    const jitter = 0.75 + ((this.#parts.random(1)[0] ?? 0) / 255) * 0.5;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, pauseMs * jitter);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    const { config, logger } = this.#parts;
    let isMore = false;
    try {
      isMore = await this.step();
    } catch (error) {
      logger.warn({ err: error }, 'retention could not go on, and tries again');
    }
    this.#wait(isMore ? BUSY_MS : config.pauseMs);
  }

  async #content(wanted: ContentClass, beforeMs: number): Promise<boolean> {
    const { queues } = this.#parts;
    const runs = await this.#store.runs(wanted, { queues, before: new Date(beforeMs), limit: RUNS });
    if (runs.length === 0) return false;
    const isGone = await this.#let(runs, wanted);
    return !isGone || runs.length === RUNS;
  }

  /** Answers whether nothing of the class is left of these runs. */
  async #let(runs: readonly ExpiredRun[], wanted: ContentClass): Promise<boolean> {
    switch (wanted) {
      case 'deltas': {
        const deltas = Map.groupBy(await this.#store.deltas(runs), ({ executionId }) => executionId);
        for (const run of runs) await this.#store.fold(run, foldDeltas(deltas.get(run.executionId) ?? []));
        await this.#store.mark(runs, 'deltas');
        return true;
      }
      case 'events': {
        const isGone = await this.#store.deleteEvents(runs, NODES);
        if (isGone) await this.#store.mark(runs, 'events');
        return isGone;
      }
      case 'payloads': {
        // The bytes go first: a crash in between leaves a name without bytes for a while, never bytes that nobody knows of.
        await deletePayloads(this.#parts.blobs, await this.#store.payloads(runs));
        return this.#store.dropPayloads(runs, NODES);
      }
    }
  }

  async #artifacts(beforeMs: number): Promise<boolean> {
    const expired = await this.#store.artifacts(new Date(beforeMs), RUNS);
    for (const { blobKey } of expired) await this.#parts.blobs.delete(blobKey);
    if (expired.length > 0) await this.#store.deleteArtifacts(expired);
    return expired.length === RUNS;
  }

  async #deliveries(beforeMs: number): Promise<boolean> {
    const expired = await this.#store.deliveries(new Date(beforeMs), RUNS);
    if (expired.length === 0) return false;
    const own = expired.filter(({ isShared }) => !isShared).map(({ body }) => body);
    await deletePayloads(this.#parts.blobs, own);
    await this.#store.deleteDeliveries(expired);
    return expired.length === RUNS;
  }
}
