import { systemStatement, tenantStatement } from '@aether/common/graph';
import { GO_ON } from './go-on.ts';

// The lock of the execution decides between two people. The last decision of a run that waits lets it go on; one that is at work, since
// something else that it waited for has come, sees the decision when it begins to wait. The approval keeps the nonce and
// the answer: a commit whose answer was lost is repeated, and then writes nothing and answers the same.
export const DECIDE = tenantStatement(
  'executions.decide-approval',
  `MATCH (a:Approval {tenantId: $tenantId, id: $id})
   MATCH (e:Execution {tenantId: $tenantId, id: a.executionId}) SET e.lock = $nonce
   WITH a, e, e.lastSeq AS base,
     a.status = 'PENDING' AND e.status IN ['QUEUED', 'RUNNING', 'WAITING', 'RETRYING'] AS isOpen
   OPTIONAL MATCH (o:Approval {tenantId: $tenantId})
     WHERE isOpen AND o.executionId = e.id AND o.status = 'PENDING' AND o.id <> a.id
   WITH a, e, base, isOpen, count(o) AS others
   MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = e.id AND s.key = a.stepKey
   WITH a, e, s, base, isOpen, isOpen AND others = 0 AND e.status = 'WAITING' AS wakes
   WITH a, e, s, base, isOpen, wakes, CASE WHEN wakes THEN $events + $wakeEvents ELSE $events END AS events
   FOREACH (_ IN CASE WHEN isOpen THEN [1] ELSE [] END |
     SET a.lock = $nonce, a.decidedBase = base, a.decidedWakes = wakes, a.status = $status, a.decidedById = $decidedById,
       a.decidedAt = $at, a.comment = $comment, s.status = 'SUCCEEDED', s.durationMs = $durationMs, s.result = $result,
       e.lastSeq = base + size(events)
     FOREACH (i IN range(0, size(events) - 1) |
       CREATE (:ExecutionEvent {tenantId: $tenantId, executionId: e.id, seq: base + i + 1,
         name: events[i].name, at: events[i].at, data: events[i].data})))
   FOREACH (_ IN CASE WHEN wakes THEN [1] ELSE [] END | ${GO_ON})
   WITH a, e, isOpen, base, coalesce(a.lock = $nonce, false) AS isDecided
   RETURN isDecided, isOpen AS isFirst, isDecided AND a.decidedWakes AS wakes, coalesce(a.decidedBase, base) AS base,
     properties(a) AS approval, properties(e) AS execution`,
);

/** What is left open by a run that has ended while it waited. */
export const CLOSE = tenantStatement(
  'executions.close-approvals',
  `MATCH (a:Approval {tenantId: $tenantId}) WHERE a.executionId = $executionId AND a.status = 'PENDING'
   SET a.status = 'EXPIRED' RETURN a.id AS id`,
);

export const APPROVALS_BY_ID = tenantStatement(
  'executions.approvals-by-ids',
  `UNWIND $ids AS id MATCH (a:Approval {tenantId: $tenantId, id: id})
   MATCH (e:Execution {tenantId: $tenantId, id: a.executionId})
   RETURN properties(a) AS approval, properties(e) AS execution`,
);

export const APPROVALS_OF_EXECUTION = tenantStatement(
  'executions.approvals-of-execution',
  `MATCH (a:Approval {tenantId: $tenantId}) WHERE a.executionId = $executionId AND a.status > ''
   MATCH (e:Execution {tenantId: $tenantId, id: $executionId})
   RETURN properties(a) AS approval, properties(e) AS execution ORDER BY a.createdAt, a.id`,
);

// Few at any time: they are found by their state, then narrowed to whom they ask.
export const PENDING_APPROVALS = tenantStatement(
  'executions.pending-approvals',
  `MATCH (a:Approval {tenantId: $tenantId})
   WHERE a.status = 'PENDING' AND a.createdAt >= $afterAt AND CASE WHEN a.createdAt = $afterAt THEN a.id > $afterId ELSE true END
     AND a.expiresAtMs > $nowMs AND ($startedById IS NULL OR a.startedById = $startedById)
   MATCH (e:Execution {tenantId: $tenantId, id: a.executionId}) WHERE e.status IN ['QUEUED', 'RUNNING', 'WAITING', 'RETRYING']
   RETURN properties(a) AS approval, properties(e) AS execution ORDER BY a.tenantId, a.status, a.createdAt, a.id LIMIT $limit`,
);

/** Of runs that wait, approvals whose time is up. */
export const EXPIRED_APPROVALS = systemStatement(
  'executions.expired-approvals',
  'Workers belong to the installation and serve the executions of all tenants.',
  `WITH datetime.realtime().epochMillis AS now
   MATCH (e:Execution)
   WHERE e.queue IN $queues AND e.status = 'WAITING' AND e.priority IN ['HIGH', 'NORMAL', 'LOW'] AND e.notBeforeMs <= now
   MATCH (a:Approval) WHERE a.executionId = e.id AND a.status = 'PENDING' AND a.expiresAtMs <= now
   RETURN a.tenantId AS tenantId, a.id AS id LIMIT $limit`,
);
