import { batchStatement } from '@aether/common/graph';
import { pushNews } from './push-news.ts';

// One row per execution holds everything that waits; `lastSeq` is advanced once and events get their number from the place in
// the list. (CREATE per row of the same execution in one UNWIND gives duplicate numbers: the planner reads before it writes.)
// Locks are taken in one order by all writers: executions by their ids, then the head of the lane, and that only when something is
// told. Last, because it is held until the commit and keeps other flushes of this process waiting.
// `from` is a text with the allowed states; of lists that a row does not have, FOREACH does nothing.
// `flush` makes the statement repeatable: a commit whose answer was lost is not applied a second time.
const FLUSHED = `UNWIND $rows AS row
   MATCH (e:Execution {tenantId: row.tenantId, id: row.executionId}) SET e.lock = $nonce
   WITH row, e WHERE e.fence = row.fence AND row.from CONTAINS e.status AND (e.flush IS NULL OR e.flush <> $nonce)
   SET e.flush = $nonce, e.lastSeq = e.lastSeq + size(row.events), e.status = coalesce(row.toStatus, e.status),
     e.statusAt = coalesce(row.statusAt, e.statusAt), e.fence = e.fence + row.fenceStep
   SET e += row.changes
   WITH row, e, e.lastSeq - size(row.events) AS base
   FOREACH (step IN row.steps |
     MERGE (s:Step {tenantId: row.tenantId, executionId: row.executionId, key: step.key}) SET s += step.properties)
   FOREACH (i IN range(0, size(row.events) - 1) |
     CREATE (:ExecutionEvent {tenantId: row.tenantId, executionId: row.executionId, seq: base + i + 1,
       name: row.events[i].name, at: row.events[i].at, data: row.events[i].data}))
   FOREACH (usage IN row.usage |
     MERGE (u:UsageEntry {tenantId: row.tenantId, stepId: usage.stepId, attempt: usage.attempt}) SET u += usage)
   FOREACH (message IN row.messages |
     MERGE (m:Message {tenantId: row.tenantId, conversationId: message.conversationId, position: message.position})
     SET m += message)
   FOREACH (_ IN CASE WHEN row.isEnd THEN [1] ELSE [] END | SET e:ExecutionLog)
   WITH row, e, base
   ${pushNews({ variables: 'row', tenantId: 'row.tenantId', condition: 'row.isNews' })}
   WITH collect({key: row.rowKey, tenantId: row.tenantId, base: base, told: row.told, isNews: e.isPushed AND row.isNews}) AS written
   MATCH (lane:OutboxLane {tenantId: "system", lane: $lane})
   FOREACH (_ IN CASE WHEN $isTelling THEN [1] ELSE [] END | SET lane.lock = $nonce)
   WITH lane, written, lane.position AS from,
     reduce(all = [], w IN written | all + [event IN coalesce(w.told, []) | {tenantId: w.tenantId, event: event}]) AS told
   FOREACH (_ IN CASE WHEN size(told) = 0 THEN [] ELSE [1] END | SET lane.position = from + size(told))
   FOREACH (i IN range(0, size(told) - 1) |
     CREATE (o:OutboxEvent {tenantId: told[i].tenantId, lane: $lane, position: from + i + 1}) SET o += told[i].event)
   RETURN [w IN written | {key: w.key, base: w.base}] AS written, any(w IN written WHERE coalesce(w.isNews, false)) AS isNews`;

export const FLUSH = batchStatement('executions.flush', FLUSHED);

/** With what calls under budgets hold and have used: absolute values, of which the latest counts, so that it is repeatable, too. */
export const FLUSH_UNDER_BUDGETS = batchStatement(
  'executions.flush-under-budgets',
  `CALL () {
     UNWIND $slices AS mark
     MATCH (s:BudgetSlice {tenantId: mark.tenantId, id: mark.id}) WHERE s.version < mark.version
     SET s.used = mark.used, s.held = mark.held, s.version = mark.version
   }
   ${FLUSHED}`,
);

/** Why rows were not written; asked only then. */
export const REFUSED = batchStatement(
  'executions.refused',
  `UNWIND $rows AS row
   MATCH (e:Execution {tenantId: row.tenantId, id: row.executionId})
   RETURN row.rowKey AS key, e.fence AS fence, e.status AS status, e.lastSeq AS lastSeq, e.flush AS flush`,
);
