import { batchStatement, systemStatement } from '@aether/common/graph';

const REASON = 'The lane of retention belongs to the installation; what it finds carries its tenant.';

/** Of the queues of this process, runs that ended before an instant and still have some content. */
export const EXPIRED_RUNS = systemStatement(
  'executions.expired-runs',
  REASON,
  `MATCH (e:ExecutionLog) WHERE e.queue IN $queues AND e.content IN $contents AND e.endedAt < $before
   RETURN e.tenantId AS tenantId, e.id AS executionId, e.content AS content, e.pinned AS pinned, e.output AS output
   LIMIT $limit`,
);

export const MARK_CONTENT = batchStatement(
  'executions.mark-content',
  `UNWIND $rows AS row
   MATCH (e:Execution {tenantId: row.tenantId, id: row.executionId}) SET e.content = row.content
   RETURN e.id AS id`,
);

export const DELTAS = batchStatement(
  'executions.deltas-of-runs',
  `UNWIND $rows AS row
   MATCH (v:ExecutionEvent {tenantId: row.tenantId}) WHERE v.executionId = row.executionId AND v.seq > 0 AND v.name = $name
   RETURN v.executionId AS executionId, v.seq AS seq, v.data AS data`,
);

/** A text in one transaction: its pieces go when the whole is there. */
export const FOLD_DELTAS = batchStatement(
  'executions.fold-deltas',
  `UNWIND $rows AS row
   MATCH (v:ExecutionEvent {tenantId: row.tenantId, executionId: row.executionId, seq: row.seq}) SET v.data = row.data
   WITH row UNWIND row.dropped AS seq
   MATCH (p:ExecutionEvent {tenantId: row.tenantId, executionId: row.executionId, seq: seq})
   DELETE p RETURN count(*) AS deleted`,
);

/** Oldest first: a run without its first event is one whose events expire. */
export const DELETE_EVENTS = batchStatement(
  'executions.delete-expired-events',
  `UNWIND $rows AS row
   CALL (row) {
     MATCH (v:ExecutionEvent {tenantId: row.tenantId}) WHERE v.executionId = row.executionId AND v.seq > 0
     RETURN v ORDER BY v.executionId, v.seq LIMIT $limit
   }
   WITH v LIMIT $limit
   DELETE v RETURN count(*) AS deleted`,
);

const WITH_PAYLOAD = `MATCH (s:Step {tenantId: row.tenantId}) WHERE s.executionId = row.executionId AND s.key > ''
     AND (s.input IS NOT NULL OR s.prompt IS NOT NULL OR s.result IS NOT NULL OR s.details IS NOT NULL)`;

/** Payloads of steps that name a blob. */
export const STEP_BLOBS = batchStatement(
  'executions.blobs-of-steps',
  `UNWIND $rows AS row
   ${WITH_PAYLOAD}
   UNWIND [text IN [s.input, s.prompt, s.result] WHERE text CONTAINS '"blob":'] AS payload
   RETURN DISTINCT payload`,
);

export const DROP_STEP_PAYLOADS = batchStatement(
  'executions.drop-step-payloads',
  `UNWIND $rows AS row
   ${WITH_PAYLOAD}
   WITH s LIMIT $limit
   REMOVE s.input, s.prompt, s.result, s.details
   RETURN count(*) AS deleted`,
);

/** What remains is the summary: whose run of which agent, when, how it ended, what it took and cost. */
export const DROP_RUN_PAYLOADS = batchStatement(
  'executions.drop-run-payloads',
  `UNWIND $rows AS row
   MATCH (e:Execution {tenantId: row.tenantId, id: row.executionId})
   SET e.pinned = row.pinned, e.content = row.content
   REMOVE e.output, e.citations, e.search
   WITH row, e OPTIONAL MATCH (a:Approval {tenantId: row.tenantId}) WHERE a.executionId = e.id AND a.status > ''
   SET a.proposed = '{}'
   RETURN count(DISTINCT e) AS deleted`,
);

/** A body that a later delivery of the trigger has too is one blob. */
export const EXPIRED_DELIVERIES = systemStatement(
  'executions.expired-deliveries',
  REASON,
  `MATCH (d:Delivery) WHERE d.receivedAt < $before AND d.dueAtMs IS NULL
   WITH d LIMIT $limit
   RETURN d.tenantId AS tenantId, d.id AS deliveryId, d.body AS body,
     EXISTS { MATCH (o:Delivery) WHERE o.triggerId = d.triggerId AND o.id > d.id AND o.tenantId = d.tenantId AND o.body = d.body } AS isShared`,
);

export const DELETE_DELIVERIES = batchStatement(
  'executions.delete-deliveries',
  `UNWIND $rows AS row
   MATCH (d:Delivery {tenantId: row.tenantId, id: row.deliveryId}) DETACH DELETE d RETURN row.deliveryId AS id`,
);

export const DELETE_ARTIFACTS = batchStatement(
  'executions.delete-artifacts',
  `UNWIND $rows AS row
   MATCH (a:Artifact {tenantId: row.tenantId, id: row.artifactId}) DETACH DELETE a RETURN row.artifactId AS id`,
);
