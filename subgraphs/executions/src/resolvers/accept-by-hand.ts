import { requireViewer, ValidationError } from '@aether/common/service';
import { actorOf } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import { acceptArrival } from '../triggers/accept-arrival.ts';
import type { Arrival } from '../triggers/arrival.ts';
import type { DeliveryRecord } from '../triggers/delivery.ts';
import type { TriggerRecord } from '../triggers/trigger.ts';

const MAXIMUM_KEY_LENGTH = 150;

/** An event that a person puts in: it takes the way of all others, and the person stands for the sender. Its key counts for a day. */
export async function acceptByHand(
  context: ExecutionsContext,
  trigger: TriggerRecord,
  arrival: Omit<Arrival, 'ipAddress' | 'receivedAt'>,
  options: { readonly verified: string; readonly idempotencyKey: string; readonly replayOf?: DeliveryRecord },
): Promise<DeliveryRecord> {
  const { parts } = context;
  const { verified, idempotencyKey, replayOf } = options;
  if (idempotencyKey === '' || idempotencyKey.length > MAXIMUM_KEY_LENGTH)
    throw new ValidationError(
      ['input', 'idempotencyKey'],
      `1 to ${MAXIMUM_KEY_LENGTH} characters`,
      `${idempotencyKey.length}`,
    );
  const viewer = requireViewer(context);
  const { writer, starter, deliveries } = parts.triggers;
  const { delivery, firstId } = await acceptArrival(
    { ...parts, writer },
    // What a person sends again on purpose is no duplicate of what came before.
    { ...trigger, deduplicationKey: null },
    { ...arrival, ipAddress: null, receivedAt: parts.clock.now() },
    {
      verified,
      eventId: `by-hand/${actorOf(viewer)}/${idempotencyKey}`,
      ...(replayOf === undefined ? {} : { replayOf }),
    },
  );
  if (firstId !== delivery.id) return (await deliveries.find(viewer.tenantId, firstId)) ?? delivery;
  if (delivery.status === 'ACCEPTED') starter.offer(delivery, trigger);
  return delivery;
}
