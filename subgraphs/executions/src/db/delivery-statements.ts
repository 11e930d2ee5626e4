import { batchStatement, systemStatement, tenantStatement } from '@aether/common/graph';

// What a delivery does to its trigger: failures in a row, and with DISABLE the end of it. A success after a success writes nothing, or each run
// that begins would hold the trigger's lock that the next event waits for.
const toldToTrigger = (counts: string): string => `FOREACH (_ IN CASE
     WHEN ${counts} = 1 OR (${counts} = -1 AND (t.failures > 0 OR t.lastError IS NOT NULL)) THEN [1] ELSE [] END |
     SET t.lastError = row.reason, t.failures = CASE ${counts} WHEN 1 THEN t.failures + 1 ELSE 0 END
     SET t.enabled = t.enabled AND NOT (${counts} = 1 AND t.onFailure = 'DISABLE' AND t.failures >= t.failureLimit))`;

/**
 * What arrived and starts no run. The driver repeats a commit whose answer was lost, so it must be repeatable: MERGE keeps one delivery, and
 * only the pass that made it counts.
 */
export const KEEP_DELIVERIES = batchStatement(
  'executions.keep-deliveries',
  `UNWIND $rows AS row
   MATCH (t:Trigger {tenantId: row.tenantId, id: row.triggerId})
     SET t.lastDeliveryAt = CASE row.properties.status WHEN 'REJECTED' THEN t.lastDeliveryAt ELSE row.at END
   MERGE (d:Delivery {tenantId: row.tenantId, id: row.deliveryId}) ON CREATE SET d += row.properties, d.isNew = true
   WITH row, t, d, CASE WHEN d.isNew THEN row.counts ELSE 0 END AS counts
   REMOVE d.isNew
   ${toldToTrigger('counts')}
   RETURN row.deliveryId AS deliveryId, row.deliveryId AS firstId`,
);

/**
 * What is to start a run, unless its key came before within a day. MERGE on the key takes its lock: of two equal deliveries the
 * second finds the first one.
 */
export const ACCEPT_DELIVERIES = batchStatement(
  'executions.accept-deliveries',
  `UNWIND $rows AS row
   MATCH (t:Trigger {tenantId: row.tenantId, id: row.triggerId}) SET t.lastDeliveryAt = row.at
   MERGE (k:IdempotencyKey {tenantId: row.tenantId, actor: row.triggerId, operation: 'delivery', key: row.key})
     ON CREATE SET k.inputHash = '', k.resultId = row.deliveryId, k.expiresAtMs = row.keyEndsAtMs
     ON MATCH SET k.lock = row.deliveryId
   WITH row, k, k.resultId = row.deliveryId OR k.expiresAtMs <= row.nowMs AS isFirst
   FOREACH (_ IN CASE WHEN isFirst THEN [1] ELSE [] END | SET k.resultId = row.deliveryId, k.expiresAtMs = row.keyEndsAtMs)
   MERGE (d:Delivery {tenantId: row.tenantId, id: row.deliveryId})
     ON CREATE SET d += CASE WHEN isFirst THEN row.properties ELSE row.duplicate END
   RETURN row.deliveryId AS deliveryId, k.resultId AS firstId`,
);

/** How starting its run ended. Whoever comes second finds no `dueAtMs` and changes nothing. */
export const SETTLE_DELIVERIES = batchStatement(
  'executions.settle-deliveries',
  `UNWIND $rows AS row
   MATCH (d:Delivery {tenantId: row.tenantId, id: row.deliveryId}) SET d.attempts = d.attempts + 1
   WITH row, d WHERE d.dueAtMs IS NOT NULL
   SET d += row.properties
   WITH row, d MATCH (t:Trigger {tenantId: row.tenantId, id: row.triggerId})
   ${toldToTrigger('row.counts')}
   RETURN row.deliveryId AS deliveryId`,
);

/** `dueAtMs` is there only while a run is to be started, so settled deliveries cost nothing here. */
export const TAKE_DUE_DELIVERIES = systemStatement(
  'executions.take-due-deliveries',
  'The starter serves all tenants; each delivery carries its own.',
  `MATCH (d:Delivery) WHERE d.dueAtMs <= $nowMs
   WITH d ORDER BY d.dueAtMs LIMIT $limit
   SET d.dueAtMs = $nowMs + $leaseMs
   RETURN properties(d) AS delivery`,
);

export const DELIVERY = tenantStatement(
  'executions.delivery-by-id',
  'MATCH (d:Delivery {tenantId: $tenantId, id: $id}) RETURN properties(d) AS delivery',
);

export const DELIVERIES_BY_ID = tenantStatement(
  'executions.deliveries-by-id',
  `UNWIND $ids AS id MATCH (d:Delivery {tenantId: $tenantId, id: id}) WHERE d.triggerId = $triggerId
   RETURN properties(d) AS delivery`,
);

export const DELIVERIES = tenantStatement(
  'executions.deliveries-of-trigger',
  `MATCH (d:Delivery {tenantId: $tenantId}) WHERE d.triggerId = $triggerId AND d.id < $beforeId
     AND ($statuses IS NULL OR d.status IN $statuses)
     AND ($since IS NULL OR d.receivedAt >= $since) AND ($until IS NULL OR d.receivedAt < $until)
   RETURN properties(d) AS delivery ORDER BY d.triggerId DESC, d.id DESC LIMIT $limit`,
);
