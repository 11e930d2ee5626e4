import { setTimeout as delay } from 'node:timers/promises';
import type { DomainEventType } from '@aether/schema';
import { z } from 'zod';
import type { Logger } from '../service/logger.ts';
import type { Streams } from '../streams/streams.ts';
import type { Database } from './database.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';
import { systemStatement } from './statement.ts';

const storedEvent = z.object({
  lane: z.string(),
  position: z.number(),
  tenantId: z.string(),
  type: z.string(),
  subject: z.string(),
  at: z.string(),
  actorId: z.string().nullable(),
  requestId: z.string().nullable(),
  data: z.string().transform((text): unknown => JSON.parse(text)),
});

export type StoredDomainEvent = Readonly<z.infer<typeof storedEvent>>;

export interface OutboxConsumerOptions {
  /** Name of the cursor, such as `identity.audit`. */
  readonly consumer: string;
  readonly database: Database;
  readonly streams: Streams;
  readonly logger: Logger;
  /** Events of other types stay in the database. Absent = all. */
  readonly types?: readonly DomainEventType[];
  /** At least once, in order per lane. An event that fails is tried again; it holds up its lane, never others. */
  readonly handle: (events: readonly StoredDomainEvent[]) => Promise<void>;
  /** Upper bound of the delay when a ring was lost. @default 3,000 */
  readonly pollMs?: number;
  /** Rings within this time are answered together: a busy lane rings a hundred times a second. @default 250 */
  readonly gatherMs?: number;
  /** @default 200 */
  readonly batchSize?: number;
}

// Up to the lane's head all is committed: it is written in the transaction of its events. What was pruned is jumped over.
const BEHIND = systemStatement(
  'common.outbox-events-behind',
  'Consumers follow the lanes of all services; every event carries its tenant.',
  `MATCH (lane:OutboxLane {tenantId: 'system'})
   OPTIONAL MATCH (cursor:Cursor {tenantId: 'system', consumer: $consumer, lane: lane.lane})
   WITH lane, coalesce(cursor.position, 0) AS stored, coalesce($read[lane.lane], 0) AS read
   WITH lane, stored, CASE WHEN read > stored THEN read ELSE stored END AS position WHERE lane.position > position
   WITH lane, stored, position, CASE WHEN lane.position < position + $batchSize THEN lane.position ELSE position + $batchSize END AS until
   RETURN lane.lane AS lane, stored, position, until, COLLECT {
     MATCH (event:OutboxEvent) WHERE event.lane = lane.lane AND event.position > position AND event.position <= until
       AND ($types IS NULL OR event.type IN $types)
     WITH event ORDER BY event.position
     RETURN event {.lane, .position, .tenantId, .type, .subject, .at, .actorId, .requestId, .data}
   } AS events`,
);
const MOVE = systemStatement(
  'common.move-outbox-cursor',
  'A cursor belongs to a consumer of the installation.',
  `MERGE (cursor:Cursor {consumer: $consumer, lane: $lane}) ON CREATE SET cursor.tenantId = 'system', cursor.position = 0
   SET cursor.position = CASE WHEN cursor.position < $position THEN $position ELSE cursor.position END RETURN cursor.position AS position`,
);

const laneBehind = z.object({
  lane: z.string(),
  stored: z.number(),
  position: z.number(),
  until: z.number(),
  events: z.array(storedEvent),
});
const ring = z.object({ types: z.array(z.string()) });
const moved = z.object({ position: z.number() });

/** A lane without anything of interest is read so many batches before its cursor is stored. */
const UNSTORED_BATCHES = 10;

/** Follows all lanes of the outbox from a durable cursor. Wakes by the bus, polls in case a ring was lost. */
export class OutboxConsumer implements AsyncDisposable {
  readonly #options: Required<Omit<OutboxConsumerOptions, 'types'>> & Pick<OutboxConsumerOptions, 'types'>;
  readonly #stop = new AbortController();
  /** Up to where each lane was read in this life; the stored cursor may be behind by what was of no interest. */
  readonly #read = new Map<string, number>();
  #running: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => {};

  constructor(options: OutboxConsumerOptions) {
    this.#options = { pollMs: 3_000, gatherMs: 250, batchSize: 200, ...options };
  }

  start(): void {
    this.#running = Promise.all([this.#follow(), this.#listen()]);
  }

  /** Handles everything that is there now. For tests and orderly stops. */
  async drain(): Promise<void> {
    while ((await this.#pass()) > 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  /** One batch of every lane that is behind. @returns by how many positions they advanced */
  async #pass(): Promise<number> {
    const { database, consumer, batchSize, types = null } = this.#options;
    const read = Object.fromEntries(this.#read);
    const behind = await database.read(BEHIND, { consumer, batchSize, types, read }, laneBehind);
    const counts = await Promise.all(behind.map((lane) => this.#advance(lane)));
    return counts.reduce((total, count) => total + count, 0);
  }

  async #advance({ lane, stored, position, until, events }: z.infer<typeof laneBehind>): Promise<number> {
    const { database, consumer, batchSize, handle, logger } = this.#options;
    try {
      if (events.length > 0) await handle(events);
      // Where nothing is of interest, the cursor follows in large steps: what is read again after a restart is bounded by them.
      if (events.length > 0 || until - stored >= batchSize * UNSTORED_BATCHES)
        await database.write(MOVE, { consumer, lane, position: until }, moved);
      this.#read.set(lane, until);
      return until - position;
    } catch (error) {
      if (!this.#stop.signal.aborted)
        logger.warn(
          { err: error, consumer, lane, position },
          'outbox events could not be handled, will be tried again',
        );
      return 0;
    }
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    const { logger, consumer, pollMs, gatherMs, batchSize } = this.#options;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      let handled = 0;
      try {
        handled = await this.#pass();
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error, consumer }, 'the outbox could not be read, will be tried again');
      }
      if (handled >= batchSize) continue;
      const poll = new AbortController();
      const until = AbortSignal.any([signal, poll.signal]);
      if (handled === 0) await Promise.race([woken, delay(pollMs, undefined, { signal: until }).catch(() => {})]);
      await delay(gatherMs, undefined, { signal }).catch(() => {});
      poll.abort();
    }
  }

  async #listen(): Promise<void> {
    const { signal } = this.#stop;
    const rings = this.#options.streams.subscribe(OUTBOX_CHANNEL, { signal });
    try {
      for await (const rung of rings) if (this.#isOfInterest(rung)) this.#wake();
    } catch (error) {
      if (!signal.aborted)
        this.#options.logger.warn({ err: error }, 'the bell of the outbox broke off; polling goes on');
    }
  }

  /** Rings that do not say what they are for are for everybody. */
  #isOfInterest(rung: unknown): boolean {
    const { types } = this.#options;
    const told = ring.safeParse(rung);
    return (
      types === undefined || !told.success || told.data.types.some((type) => types.some((wanted) => wanted === type))
    );
  }
}
