import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Logger } from '@aether/common/service';
import { PlatformError } from '@aether/common/service';
import type { DeliveryStore } from '../db/delivery-store.ts';
import type { TriggerStore } from '../db/trigger-store.ts';
import { deliverySettled } from './events.ts';
import type { DeliveryRecord, DeliveryStatus } from './delivery.ts';
import type { DeliveryWriter } from './delivery-writer.ts';
import type { TriggerRecord } from './trigger.ts';

/** Runs that are being started at once. */
const AT_ONCE = 32;
/** What no process starts after this long, another one takes up. */
const POLL_MS = 1_000;
const LEASE_MS = 30_000;
const TAKEN_AT_ONCE = 100;
/** Attempts at what may work later: the last one comes about an hour after the first. */
const ATTEMPTS = 12;
const FIRST_PAUSE_MS = 1_000;

/** What came of a start: a run, or why its agent takes no such input. */
export type StartOutcome = { readonly executionId: string } | { readonly problem: string };

export interface DeliveryStarterParts {
  readonly triggers: TriggerStore;
  readonly deliveries: DeliveryStore;
  readonly writer: DeliveryWriter;
  /** Starts a run, idempotent by the delivery's id. @throws PlatformError for what is wrong */
  readonly start: (trigger: TriggerRecord, delivery: DeliveryRecord) => Promise<StartOutcome>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Starts the runs of accepted deliveries: at once in the process that took them in, else in any that lives. A start is idempotent by
 * the delivery's id, so two processes that meet on one start one run; a process that dies between commit and start loses none.
 */
export class DeliveryStarter implements AsyncDisposable {
  readonly #parts: DeliveryStarterParts;
  readonly #stop = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  #polling: Promise<void> = Promise.resolve();

  constructor(parts: DeliveryStarterParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#polling = this.#poll();
  }

  /**
   * Begins at once unless many are under way; then the poll of a process finds it.
   * @param trigger as it was when the delivery arrived; null = it is looked up
   */
  offer(delivery: DeliveryRecord, trigger: TriggerRecord | null): void {
    if (this.#running.size >= AT_ONCE || this.#stop.signal.aborted || this.#running.has(delivery.id)) return;
    const work = this.#settle(delivery, trigger)
      .catch((error: unknown) => this.#parts.logger.warn({ err: error, deliveryId: delivery.id }, 'a delivery waits'))
      .finally(() => this.#running.delete(delivery.id));
    this.#running.set(delivery.id, work);
  }

  /** One pass over what waits. Answers how many it took up. */
  async takeUp(): Promise<number> {
    const room = Math.min(TAKEN_AT_ONCE, AT_ONCE - this.#running.size);
    if (room <= 0) return 0;
    const due = await this.#parts.deliveries.takeDue(this.#parts.clock.now(), LEASE_MS, room);
    for (const delivery of due) this.offer(delivery, null);
    return due.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#polling;
    await Promise.all(this.#running.values());
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        // More may wait: the next pass follows as soon as one of these is done.
        if ((await this.takeUp()) > 0 && this.#running.size > 0) {
          await Promise.race(this.#running.values());
          continue;
        }
      } catch (error) {
        this.#parts.logger.debug({ err: error }, 'deliveries could not be looked for');
      }
      await delay(POLL_MS, undefined, { signal }).catch(() => {});
    }
  }

  async #settle(delivery: DeliveryRecord, known: TriggerRecord | null): Promise<void> {
    const trigger = known ?? (await this.#parts.triggers.find(delivery.tenantId, delivery.triggerId));
    if (trigger === null) return this.#end(delivery, 'FAILED', 'The trigger was deleted before the run began.');
    try {
      const outcome = await this.#parts.start(trigger, delivery);
      if ('problem' in outcome) return await this.#end(delivery, 'UNMAPPABLE', outcome.problem);
      return await this.#end({ ...delivery, executionId: outcome.executionId }, 'ACCEPTED', null);
    } catch (error) {
      const isLast = delivery.attempts + 1 >= ATTEMPTS;
      const isFinal = error instanceof PlatformError && !error.retryable;
      const reason = error instanceof PlatformError ? error.message : 'The run could not be started.';
      if (isFinal || isLast) return this.#end(delivery, 'FAILED', reason);
      const pauseMs = FIRST_PAUSE_MS * 2 ** delivery.attempts;
      const dueAt = new Date(this.#parts.clock.now().getTime() + pauseMs);
      return this.#parts.writer.settle({ delivery, counts: 'nothing', reason: null, dueAt });
    }
  }

  async #end(delivery: DeliveryRecord, status: DeliveryStatus, reason: string | null): Promise<void> {
    const at = this.#parts.clock.now().toISOString();
    const stage = { name: status === 'UNMAPPABLE' ? 'mapped' : 'run', passed: reason === null, reason, at } as const;
    // A field that the agent does not take is told where it was made.
    const stages = status === 'UNMAPPABLE' ? delivery.stages.filter(({ name }) => name !== 'mapped') : delivery.stages;
    const ended = { ...delivery, status, stages: [...stages, stage] };
    const counts = reason === null ? 'success' : 'failure';
    await this.#parts.writer.settle({ delivery: ended, counts, reason, dueAt: null });
    deliverySettled(this.#parts.logger, ended);
  }
}
