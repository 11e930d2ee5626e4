import { systemStatement } from '@aether/common/graph';
import { pushNews } from './push-news.ts';

const REASON = 'Workers belong to the installation and serve the executions of all tenants.';

// What workers own is found by the index of what is due: an index of owners would cost every claim more than this costs a beat.
const OWNED_STATES = `e.queue IN $queues AND e.status IN ['RUNNING', 'CANCELLING'] AND e.priority IN ['HIGH', 'NORMAL', 'LOW']
     AND e.notBeforeMs >= 0`;

/** The one clock that decides what is due, whoever's clock is wrong. */
export const NOW = systemStatement('executions.now', REASON, 'RETURN datetime.realtime().epochMillis AS nowMs');

/** No row = the name was to be taken only if it is free, and it is not. */
export const OPEN_WORKER = systemStatement(
  'executions.open-worker',
  REASON,
  `MERGE (w:Worker {tenantId: 'system', id: $worker}) SET w.lock = $nonce
   WITH w WHERE NOT $onlyIfFree OR coalesce(w.leaseUntilMs, 0) <= datetime.realtime().epochMillis
   SET w.epoch = coalesce(w.epoch, 0) + 1, w.queues = $queues, w.startedAt = $at,
     w.leaseUntilMs = datetime.realtime().epochMillis + $leaseMs
   RETURN w.epoch AS epoch`,
);

/** No row = the worker's name was taken since: its epoch is greater. */
export const BEAT = systemStatement(
  'executions.beat',
  REASON,
  `MATCH (w:Worker {tenantId: 'system', id: $worker}) SET w.lock = $nonce
   WITH w WHERE w.epoch = $epoch
   SET w.leaseUntilMs = datetime.realtime().epochMillis + $leaseMs
   WITH w OPTIONAL MATCH (e:Execution) WHERE ${OWNED_STATES} AND e.owner = $worker AND e.status = 'CANCELLING'
   RETURN w.epoch AS epoch, collect(e.id) AS cancelled`,
);

/** An orderly stop: nobody has to wait for the end of the lease. */
export const CLOSE_WORKER = systemStatement(
  'executions.close-worker',
  REASON,
  `MATCH (w:Worker {tenantId: 'system', id: $worker}) WHERE w.epoch = $epoch SET w.leaseUntilMs = 0 RETURN w.id AS id`,
);

const EARLIER_TURN_IS_OPEN = `e.conversationId IS NOT NULL AND EXISTS {
       MATCH (o:Execution) WHERE o.conversationId = e.conversationId AND o.turn < e.turn
         AND o.status IN ['QUEUED', 'RUNNING', 'WAITING', 'RETRYING', 'CANCELLING'] }`;

// Lock first, then test: a predicate that was read before the lock is a lost update in read-committed isolation.
// The time is the database's (realtime: the statement may have waited for the lock).
export const CLAIM = systemStatement(
  'executions.claim',
  REASON,
  `MATCH (w:Worker {tenantId: 'system', id: $worker}) WHERE w.epoch = $epoch
   UNWIND $rows AS row
   MATCH (e:Execution {tenantId: row.tenantId, id: row.executionId}) SET e.lock = $nonce
   WITH row, e
   OPTIONAL MATCH (owner:Worker {tenantId: 'system', id: e.owner})
   WITH row, e, owner, datetime.realtime().epochMillis AS now
   WHERE ((e.status = 'QUEUED' OR (e.status = 'RETRYING' AND e.notBeforeMs <= now)) AND NOT (${EARLIER_TURN_IS_OPEN}))
      OR (e.status IN ['RUNNING', 'CANCELLING'] AND (owner IS NULL OR owner.leaseUntilMs < now
          OR (e.owner = $worker AND (e.epoch < $epoch OR row.isLost))))
   WITH row, e, e.status IN ['RUNNING', 'CANCELLING'] AS isTakenOver, e.status = 'CANCELLING' AS isCancelling
   SET e.status = CASE WHEN isCancelling THEN 'CANCELLING' ELSE 'RUNNING' END,
     e.statusAt = CASE WHEN isCancelling THEN e.statusAt ELSE $at END, e.fence = e.fence + 1, e.owner = $worker, e.epoch = $epoch, e.startedAt = coalesce(e.startedAt, $at),
     e.crashes = e.crashes + CASE WHEN isTakenOver AND NOT row.isLost THEN 1 ELSE 0 END,
     e.lastSeq = e.lastSeq + CASE WHEN isCancelling THEN 0 ELSE 1 END
   FOREACH (_ IN CASE WHEN isCancelling THEN [] ELSE [1] END |
     CREATE (:ExecutionEvent {tenantId: row.tenantId, executionId: e.id, seq: e.lastSeq, name: 'execution-running', at: $at,
       data: CASE WHEN isTakenOver THEN $resumed ELSE $started END}))
   WITH row, e, isTakenOver, isCancelling
   ${pushNews({ variables: 'row, isCancelling', tenantId: 'row.tenantId', condition: 'NOT isCancelling' })}
   RETURN properties(e) AS execution, isTakenOver, isCancelling`,
);

/** What waits and is due, highest priority first, oldest first. */
export const CLAIMABLE = systemStatement(
  'executions.claimable',
  REASON,
  `WITH datetime.realtime().epochMillis AS now
   UNWIND $queues AS queue UNWIND ['HIGH', 'NORMAL', 'LOW'] AS priority UNWIND ['QUEUED', 'RETRYING'] AS status
   CALL (now, queue, priority, status) {
     MATCH (e:Execution)
     WHERE e.queue = queue AND e.status = status AND e.priority = priority AND e.notBeforeMs <= now AND NOT (${EARLIER_TURN_IS_OPEN})
     RETURN e.tenantId AS tenantId, e.id AS executionId
     ORDER BY e.queue, e.status, e.priority, e.notBeforeMs LIMIT $limit
   }
   RETURN tenantId, executionId LIMIT $limit`,
);

/** Owned by a worker whose lease is past. */
export const ORPHANED = systemStatement(
  'executions.orphaned',
  REASON,
  `MATCH (w:Worker) WHERE w.leaseUntilMs < datetime.realtime().epochMillis
   MATCH (e:Execution) WHERE ${OWNED_STATES} AND e.owner = w.id
   RETURN e.tenantId AS tenantId, e.id AS executionId LIMIT $limit`,
);

export const OWNED = systemStatement(
  'executions.owned',
  REASON,
  `MATCH (e:Execution) WHERE ${OWNED_STATES} AND e.owner = $worker
   RETURN e.tenantId AS tenantId, e.id AS executionId, e.epoch AS epoch`,
);

/** Past their deadline, or past the grace of a cancel; the longest first, so that none stays behind others that are postponed again and again. */
export const OVERDUE = systemStatement(
  'executions.overdue',
  REASON,
  `WITH datetime.realtime().epochMillis AS now
   MATCH (e:Execution) WHERE e.overdueAtMs <= now AND e.queue IN $queues
   RETURN properties(e) AS execution, now - e.overdueAtMs AS overdueMs ORDER BY e.overdueAtMs LIMIT $limit`,
);
