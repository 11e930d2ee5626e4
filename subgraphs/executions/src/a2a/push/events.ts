import type { Logger } from '@aether/common/service';
import { counter } from '@aether/common/telemetry';
import type { PushConfigRecord } from '../../db/push-config-records.ts';

const notifications = counter('a2a_push_notifications_total', {
  description: 'Attempts to tell another system of a task, by outcome',
});

// What came of telling an address, told once: log and metrics. Addresses may hold secrets in their paths, so only their hosts are named.

export function pushDelivered(logger: Logger, config: PushConfigRecord): void {
  notifications.add(1, { outcome: 'delivered' });
  logger.debug(factsOf(config), 'push notification delivered');
}

export function pushFailed(logger: Logger, config: PushConfigRecord, reason: string, isGivenUp: boolean): void {
  notifications.add(1, { outcome: isGivenUp ? 'given_up' : 'failed' });
  const facts = { ...factsOf(config), attempts: config.attempts + 1, reason };
  if (isGivenUp) logger.warn(facts, 'push notifications given up');
  else logger.info(facts, 'push notification failed, will be tried again');
}

function factsOf({ tenantId, taskId, configId, url }: PushConfigRecord) {
  return { tenantId, executionId: taskId, configId, host: URL.parse(url)?.host ?? '' };
}
