import type { Streams } from '@aether/common/streams';
import { isRecord } from '@aether/schema';
import type { DeliveryStore } from '../db/delivery-store.ts';
import { SlowReaderError } from '../errors.ts';
import type { DeliveryRecord } from '../triggers/delivery.ts';
import { deliveriesChannel } from '../triggers/delivery-writer.ts';
import type { TriggerRecord } from '../triggers/trigger.ts';
import { coalescedIds } from './coalesced-ids.ts';

/** Deliveries that may wait for a slow reader. */
const MAXIMUM_WAITING = 1_000;

export interface ChangedDelivery {
  readonly change: 'ADDED' | 'CHANGED';
  readonly delivery: DeliveryRecord;
}

/** What arrives at a trigger, and what becomes of it, coalesced by id. Without numbers: after a reconnect the list is read again. */
export async function* deliveryChangeStream(
  parts: { readonly deliveries: DeliveryStore; readonly streams: Streams },
  { tenantId, id }: Pick<TriggerRecord, 'tenantId' | 'id'>,
  signal: AbortSignal,
): AsyncGenerator<ChangedDelivery, void> {
  const read = (message: unknown) =>
    isRecord(message) && typeof message['deliveryId'] === 'string'
      ? { id: message['deliveryId'], isNew: message['isNew'] === true }
      : null;
  const overflow = () => new SlowReaderError(0, MAXIMUM_WAITING);
  const options = { signal, limit: MAXIMUM_WAITING, overflow };
  for await (const batch of coalescedIds(parts.streams, deliveriesChannel(tenantId, id), read, options)) {
    for (const delivery of await parts.deliveries.findAll(tenantId, id, [...batch.keys()]))
      yield { change: batch.get(delivery.id) === true ? 'ADDED' : 'CHANGED', delivery };
  }
}
