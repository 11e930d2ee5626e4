import { systemStatement, tenantStatement } from '@aether/common/graph';
import { pushNews } from './push-news.ts';
import { GO_ON } from './go-on.ts';

// A run begins to wait in one transaction: its state, the steps that wait, the approvals and what is told. So nothing that it waits
// for can come between. What came earlier, while it was at work, is seen under the same lock: then it is queued instead. `flush` makes
// the statement repeatable, as in flush-statements.ts; `waitBase` and `waitGoesOn` are what a repeat answers. Its deadline stands still
// while it waits: it is overdue at no instant (each wait has an end of its own), and what it has left is kept by GO_ON. Its deadline is that of the record: its
// owner may know one of before waits below it moved it.
export const BEGIN_WAIT = tenantStatement(
  'executions.begin-wait',
  `MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.lock = $nonce
   WITH e, e.lastSeq AS base, e.fence = $fence AND e.status = 'RUNNING' AS isOurs
   OPTIONAL MATCH (come:Step {tenantId: $tenantId})
     WHERE isOurs AND come.executionId = $executionId AND come.key IN $known AND come.status <> 'WAITING'
   WITH e, base, isOurs, count(come) > 0 AS goesOn
   WITH e, base, isOurs, goesOn, $events + [CASE WHEN goesOn THEN $queuedEvent ELSE $waitingEvent END] AS events
   FOREACH (_ IN CASE WHEN isOurs THEN [1] ELSE [] END |
     SET e.flush = $nonce, e.waitBase = base, e.waitGoesOn = goesOn, e.lastSeq = base + size(events),
       e.status = CASE WHEN goesOn THEN 'QUEUED' ELSE 'WAITING' END, e.statusAt = last(events).at,
       e.notBeforeMs = CASE WHEN goesOn THEN $nowMs ELSE $dueAtMs END, e.owner = null, e.epoch = null
     FOREACH (_ IN CASE WHEN goesOn THEN [] ELSE [1] END |
       SET e.waitsSinceMs = datetime.realtime().epochMillis, e.deadlineAtMs = coalesce(e.overdueAtMs, $deadlineAtMs), e.overdueAtMs = null)
     FOREACH (step IN $steps |
       MERGE (s:Step {tenantId: $tenantId, executionId: $executionId, key: step.key}) SET s += step.properties)
     FOREACH (approval IN $approvals |
       MERGE (a:Approval {tenantId: $tenantId, id: approval.id}) SET a += approval)
     FOREACH (i IN range(0, size(events) - 1) |
       CREATE (:ExecutionEvent {tenantId: $tenantId, executionId: $executionId, seq: base + i + 1,
         name: events[i].name, at: events[i].at, data: events[i].data})))
   WITH e, base, isOurs, goesOn
   ${pushNews({ variables: 'isOurs, goesOn', tenantId: '$tenantId', condition: 'isOurs AND NOT goesOn' })}
   RETURN e.fence AS fence, e.status AS status, e.flush AS flush, isOurs AS isFirst, coalesce(e.waitBase, base) AS base,
     coalesce(e.waitGoesOn, false) AS goesOn, coalesce(e.isPushed, false) AS isPushed`,
);

/** The run under its lock, and its steps that wait or waited for a signal. */
export const SIGNAL_STEPS = tenantStatement(
  'executions.signal-steps',
  `MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.lock = $nonce
   WITH e OPTIONAL MATCH (s:Step {tenantId: $tenantId})
     WHERE s.executionId = e.id AND s.key > '' AND s.signal IS NOT NULL
   RETURN properties(e) AS execution, collect(properties(s)) AS steps`,
);

// The lock of the execution decides between a signal and its timeout. A run that is at work is left alone: it sees the step when it
// begins to wait. The step keeps the nonce and the answer: a commit whose answer was lost is repeated, writes nothing, answers the same.
export const SETTLE_WAIT = tenantStatement(
  'executions.settle-wait',
  `MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.lock = $nonce
   WITH e MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = e.id AND s.key = $key
   WITH e, s, e.lastSeq AS base,
     s.status = 'WAITING' AND e.status IN ['QUEUED', 'RUNNING', 'WAITING', 'RETRYING'] AS isOpen
   WITH e, s, base, isOpen, isOpen AND e.status = 'WAITING' AS wakes
   WITH e, s, base, isOpen, wakes, CASE WHEN wakes THEN $events + $wakeEvents ELSE $events END AS events
   FOREACH (_ IN CASE WHEN isOpen THEN [1] ELSE [] END |
     SET s.lock = $nonce, s.settledBase = base, s.settledWakes = wakes, e.lastSeq = base + size(events)
     SET s += $properties
     FOREACH (i IN range(0, size(events) - 1) |
       CREATE (:ExecutionEvent {tenantId: $tenantId, executionId: e.id, seq: base + i + 1,
         name: events[i].name, at: events[i].at, data: events[i].data})))
   FOREACH (_ IN CASE WHEN wakes THEN [1] ELSE [] END | ${GO_ON})
   WITH e, s, isOpen, base, coalesce(s.lock = $nonce, false) AS isSettled
   RETURN isSettled, isOpen AS isFirst, isSettled AND s.settledWakes AS wakes, coalesce(s.settledBase, base) AS base,
     properties(e) AS execution`,
);

const IS_DUE = `s.executionId = e.id AND s.key > '' AND s.type = 'WAIT' AND s.status = 'WAITING' AND s.dueAtMs <= now`;

/** Of runs that wait, timers and signals whose time is up. */
export const DUE_WAITS = systemStatement(
  'executions.due-waits',
  'Workers belong to the installation and serve the executions of all tenants.',
  `WITH datetime.realtime().epochMillis AS now
   MATCH (e:Execution)
   WHERE e.queue IN $queues AND e.status = 'WAITING' AND e.priority IN ['HIGH', 'NORMAL', 'LOW'] AND e.notBeforeMs <= now
   MATCH (s:Step) WHERE ${IS_DUE}
   RETURN properties(e) AS execution, properties(s) AS step LIMIT $limit`,
);

/** The same of one run. */
export const DUE_WAITS_OF_EXECUTION = tenantStatement(
  'executions.due-waits-of-execution',
  `WITH datetime.realtime().epochMillis AS now
   MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) WHERE e.status = 'WAITING'
   MATCH (s:Step {tenantId: $tenantId}) WHERE ${IS_DUE}
   RETURN properties(e) AS execution, properties(s) AS step`,
);

/** Steps of open runs of one tenant that wait for a signal of this name. A run that is at work sees its step settled. */
export const STEPS_AWAITING = tenantStatement(
  'executions.steps-awaiting-signal',
  `MATCH (s:Step {tenantId: $tenantId, signal: $signal}) WHERE s.status = 'WAITING'
   MATCH (e:Execution {tenantId: $tenantId, id: s.executionId}) WHERE e.status IN ['QUEUED', 'RUNNING', 'WAITING', 'RETRYING']
   RETURN properties(e) AS execution, properties(s) AS step`,
);
