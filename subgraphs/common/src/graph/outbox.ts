import { z } from 'zod';
import type { Clock } from '../service/clock.ts';
import type { Streams } from '../streams/streams.ts';
import type { Database, TenantTransaction } from './database.ts';
import { batchStatement, systemStatement } from './statement.ts';

/** Channel that rings when a lane has grown: `{ lane, types? }`. Consumers look at the record; `types` only lets some sleep on. */
export const OUTBOX_CHANNEL = 'outbox';

/** Something that happened to an object of a tenant, told in the transaction that made it so. */
export interface DomainEvent {
  /** CloudEvent type, such as `aether.agent.published`. */
  readonly type: string;
  /** Id of the object. */
  readonly subject: string;
  /** JSON; secrets never. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Who did it; null = the system. */
  readonly actorId: string | null;
  readonly requestId: string | null;
}

const OPEN_LANE = systemStatement(
  'common.open-outbox-lane',
  'A lane belongs to a service instance; the events in it carry their tenants.',
  "MERGE (lane:OutboxLane {lane: $lane}) ON CREATE SET lane.tenantId = 'system', lane.position = 0 RETURN lane.position AS position",
);

// The lane's head is locked first: positions are given in commit order, so a reader that has seen position n has seen all before it.
const APPEND = batchStatement(
  'common.append-outbox-events',
  `MATCH (lane:OutboxLane {tenantId: "system", lane: $lane}) SET lane.lock = $nonce
   WITH lane, lane.position AS from
   SET lane.position = from + size($rows)
   WITH from UNWIND range(0, size($rows) - 1) AS i
   WITH from, i, $rows[i] AS row
   CREATE (:OutboxEvent {tenantId: row.tenantId, lane: $lane, position: from + i + 1, type: row.type, subject: row.subject,
     at: row.at, actorId: row.actorId, requestId: row.requestId, data: row.data})
   RETURN count(*) AS appended`,
);

/** The outgoing events of one service instance. */
export class Outbox {
  readonly #lane: string;
  readonly #database: Database;
  readonly #streams: Streams;
  readonly #clock: Clock;

  /** @param options.lane `<service>/<instance>`, stable across restarts */
  constructor(options: {
    readonly lane: string;
    readonly database: Database;
    readonly streams: Streams;
    readonly clock: Clock;
  }) {
    this.#lane = options.lane;
    this.#database = options.database;
    this.#streams = options.streams;
    this.#clock = options.clock;
  }

  get lane(): string {
    return this.#lane;
  }

  /** Call once before the first event. */
  async open(): Promise<void> {
    await this.#database.write(OPEN_LANE, { lane: this.#lane }, z.object({ position: z.number() }));
  }

  /** Writes events inside the transaction of the change that they tell. Call it last: it takes the lane's lock. */
  async append(transaction: TenantTransaction, events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    const at = this.#clock.now().toISOString();
    const rows = events.map((event) => ({
      ...event,
      tenantId: transaction.tenantId,
      at,
      data: JSON.stringify(event.data),
    }));
    await transaction.runBatch(
      APPEND,
      { lane: this.#lane, nonce: `${at}/${rows.length}`, rows },
      z.object({ appended: z.number() }),
    );
  }

  /** Rings after the commit. A lost ring costs a consumer at most one polling interval. */
  ring(): void {
    void this.#streams.publish(OUTBOX_CHANNEL, { lane: this.#lane });
  }
}
