import { batchStatement, systemStatement, tenantStatement } from '@aether/common/graph';

const REASON = 'The notifier serves the tasks of all tenants; each configuration carries its own.';

/** The task under its lock, so that of two requests the second counts what the first has made. From now on it tells its configurations of news. */
export const LOCK_TASK = tenantStatement(
  'executions.lock-task',
  `MATCH (e:Execution {tenantId: $tenantId, id: $taskId}) SET e.lock = $nonce, e.isPushed = true
   RETURN e.lastSeq AS lastSeq, e.endedAt AS endedAt, e.queue AS queue`,
);

/** No row = the task has as many as it may. Made again under the same name, it goes on where it was. */
export const SAVE_PUSH_CONFIG = tenantStatement(
  'executions.save-push-config',
  `OPTIONAL MATCH (o:PushNotificationConfig {tenantId: $tenantId, taskId: $taskId}) WHERE o.configId <> $configId
   WITH count(o) AS others WHERE others < $limit
   MERGE (c:PushNotificationConfig {tenantId: $tenantId, taskId: $taskId, configId: $configId})
     ON CREATE SET c.id = $id, c.seq = $seq, c.news = 0, c.queue = $queue, c.createdAt = $at
   SET c.lock = $nonce
   WITH c
   SET c += $properties, c.dueAtMs = datetime.realtime().epochMillis, c.seq = CASE WHEN $isLast THEN $seq ELSE c.seq END
   REMOVE c.claim, c.endedAt, c.isGivenUp, c.lastError
   RETURN properties(c) AS config`,
);

export const PUSH_CONFIGS = tenantStatement(
  'executions.push-configs-of-task',
  `MATCH (c:PushNotificationConfig {tenantId: $tenantId, taskId: $taskId}) WHERE c.configId > ''
   RETURN properties(c) AS config ORDER BY c.configId`,
);

export const DELETE_PUSH_CONFIG = tenantStatement(
  'executions.delete-push-config',
  `MATCH (c:PushNotificationConfig {tenantId: $tenantId, taskId: $taskId, configId: $configId})
   WITH c, c.origin AS origin DETACH DELETE c RETURN origin`,
);

/**
 * `dueAtMs` is there only while something may be left to tell: the transaction that tells a new state of the run sets it (`push-news.ts`), and who
 * has told all removes it. What there is to tell is in the record of the run: nothing needs to be sent along, and nothing is lost between the
 * two. Addresses that did not answer come last: they take the longest.
 */
export const DUE_PUSH_CONFIGS = systemStatement(
  'executions.due-push-configs',
  REASON,
  `MATCH (c:PushNotificationConfig) WHERE c.queue IN $queues AND c.dueAtMs <= datetime.realtime().epochMillis AND NOT c.origin IN $busyOrigins
   RETURN c.tenantId AS tenantId, c.id AS id ORDER BY c.attempts, c.dueAtMs LIMIT $limit`,
);

export const NEXT_DUE_PUSH_CONFIG = systemStatement(
  'executions.next-due-push-config',
  REASON,
  `MATCH (c:PushNotificationConfig) WHERE c.queue IN $queues AND c.dueAtMs > datetime.realtime().epochMillis
   RETURN c.dueAtMs - datetime.realtime().epochMillis AS inMs ORDER BY c.dueAtMs LIMIT 1`,
);

// The lock is a statement of its own: what one statement has read before it waited for a lock, it does not read again.
export const LOCK_PUSH_CONFIG = tenantStatement(
  'executions.lock-push-config',
  'MATCH (c:PushNotificationConfig {tenantId: $tenantId, id: $id}) SET c.lock = $nonce RETURN c.id AS id',
);

export const CLAIM_PUSH_CONFIG = tenantStatement(
  'executions.claim-push-config',
  `MATCH (c:PushNotificationConfig {tenantId: $tenantId, id: $id}) WHERE c.dueAtMs <= datetime.realtime().epochMillis
   SET c.dueAtMs = datetime.realtime().epochMillis + $leaseMs, c.claim = $claim
   RETURN properties(c) AS config`,
);

/** No row = it was deleted, changed, or taken by another process. */
export const CHANGE_PUSH_CONFIG = tenantStatement(
  'executions.change-push-config',
  `MATCH (c:PushNotificationConfig {tenantId: $tenantId, id: $id}) SET c.lock = $nonce
   WITH c WHERE c.claim = $claim
   SET c += $changes, c.dueAtMs = CASE WHEN $isCaughtUp AND c.news = $news THEN null
     ELSE datetime.realtime().epochMillis + $dueInMs END
   RETURN c.id AS id`,
);

export const PUSHED_EVENTS = tenantStatement(
  'executions.pushed-events',
  `MATCH (v:ExecutionEvent {tenantId: $tenantId})
   WHERE v.executionId = $executionId AND v.seq > $after AND v.seq <= $until AND v.name IN $names
   RETURN v.seq AS seq, v.name AS name, v.at AS at, v.data AS data ORDER BY v.executionId, v.seq LIMIT $limit`,
);

export const EXPIRED_PUSH_CONFIGS = systemStatement(
  'executions.expired-push-configs',
  REASON,
  `MATCH (c:PushNotificationConfig) WHERE c.endedAt < $before
   RETURN c.tenantId AS tenantId, c.id AS id LIMIT $limit`,
);

export const DELETE_PUSH_CONFIGS = batchStatement(
  'executions.delete-push-configs',
  `UNWIND $rows AS row
   MATCH (c:PushNotificationConfig {tenantId: row.tenantId, id: row.id}) DETACH DELETE c RETURN row.id AS id`,
);
