import type { Logger } from '@aether/common/service';
import { counter } from '@aether/common/telemetry';
import type { DeliveryRecord } from './delivery.ts';
import { reasonOf } from './delivery.ts';

const deliveries = counter('webhook_deliveries_total', {
  description: 'Deliveries that arrived, by their first status',
});
const refused = counter('webhook_refused_total', { description: 'Requests that were not taken in, by cause' });

// What happened at the door, told once: log and metrics. Bodies and secrets never.

export function deliveryArrived(logger: Logger, { id, triggerId, status }: DeliveryRecord): void {
  deliveries.add(1, { status });
  logger.debug({ deliveryId: id, triggerId, status }, 'delivery arrived');
}

export function deliverySettled(logger: Logger, delivery: DeliveryRecord): void {
  const { id, triggerId, status, executionId } = delivery;
  const facts = { deliveryId: id, triggerId, status, executionId };
  if (status === 'ACCEPTED') logger.debug(facts, 'delivery started its run');
  else logger.info({ ...facts, reason: reasonOf(delivery) }, 'delivery started no run');
}

export function hookRefused(cause: 'proof' | 'rate' | 'size'): void {
  refused.add(1, { cause });
}
