import { GroupCommitWriter, isConstraintViolation } from '@aether/common/graph';
import type { Streams } from '@aether/common/streams';
import { NotFoundError } from '@aether/common/service';
import type { ArrivedRow, DeliveryStore, SettledRow } from '../db/delivery-store.ts';
import type { DeliveryRecord } from './delivery.ts';

/** Ids of a trigger's deliveries that arrived or changed. */
export function deliveriesChannel(tenantId: string, triggerId: string): string {
  return `deliveries:${tenantId}:${triggerId}`;
}

/** Two rows of one key in one statement would both find it free. */
const arrivedKey = ({ delivery, start }: ArrivedRow): string =>
  start?.unless == null ? delivery.id : `${delivery.triggerId}/${start.unless.key}`;

/** Writes of deliveries, group-committed: an event storm costs a few transactions a second, not one for each event. */
export class DeliveryWriter implements AsyncDisposable {
  readonly #arrivals: GroupCommitWriter<ArrivedRow, string>;
  readonly #settlements: GroupCommitWriter<SettledRow, true>;

  constructor({ store, streams }: { readonly store: DeliveryStore; readonly streams: Streams }) {
    const isRowFault = isConstraintViolation;
    const tell = ({ tenantId, triggerId, id }: DeliveryRecord, isNew: boolean): void =>
      streams.publish(deliveriesChannel(tenantId, triggerId), { deliveryId: id, isNew });
    this.#arrivals = new GroupCommitWriter<ArrivedRow, string>({
      keyOf: arrivedKey,
      isRowFault,
      refused: ({ delivery }) => new NotFoundError('trigger', delivery.triggerId),
      write: async (rows) => {
        const firsts = await store.arrive(rows);
        const results = new Map<string, string>();
        for (const row of rows) {
          const first = firsts.get(row.delivery.id);
          if (first === undefined) continue;
          results.set(arrivedKey(row), first);
          tell(row.delivery, true);
        }
        return results;
      },
    });
    this.#settlements = new GroupCommitWriter<SettledRow, true>({
      keyOf: ({ delivery }) => delivery.id,
      isRowFault,
      refused: ({ delivery }) => new NotFoundError('delivery', delivery.id),
      write: async (rows) => {
        const written = await store.settle(rows);
        for (const { delivery } of rows) if (written.has(delivery.id)) tell(delivery, false);
        // One that somebody else has settled meanwhile is settled.
        return new Map(rows.map(({ delivery }) => [delivery.id, true]));
      },
    });
  }

  /** Commits what arrived. Answers the first delivery of its key: itself, or an earlier one. */
  arrive(row: ArrivedRow): Promise<string> {
    return this.#arrivals.add(row);
  }

  async settle(row: SettledRow): Promise<void> {
    await this.#settlements.add(row);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#arrivals[Symbol.asyncDispose]();
    await this.#settlements[Symbol.asyncDispose]();
  }
}
