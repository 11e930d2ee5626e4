import { tenantStatement } from '@aether/common/graph';

// The newest event that tells of a state. An ended run says itself when it ended.
const STATUS_AT = `CALL (e) {
     WITH e WHERE e.endedAt IS NOT NULL
     RETURN e.endedAt AS statusAt
     UNION
     WITH e WHERE e.endedAt IS NULL
     OPTIONAL MATCH (v:ExecutionEvent {tenantId: $tenantId}) WHERE v.executionId = e.id AND v.seq > 0 AND v.name IN $statusEvents
     WITH e, max(v.at) AS toldAt
     RETURN coalesce(toldAt, e.createdAt) AS statusAt
   }`;

// No index has the time of the last state: it would be written at every change of every run. `$window` bounds what is sorted instead.
// ORDER BY names every property of the index, else its order is not used.
const list = (anchor: string, order: string): string => `MATCH (e:Execution {tenantId: $tenantId})
   WHERE ${anchor} AND e.createdAt <= $end AND e.agentId = $agentId
   WITH e ORDER BY e.tenantId DESC, ${order} DESC, e.createdAt DESC LIMIT $window
   WITH e WHERE ($contextId IS NULL OR e.conversationId = $contextId OR (e.conversationId IS NULL AND e.id = $contextId))
     AND ($statuses IS NULL OR e.status IN $statuses)
   ${STATUS_AT}
   WITH e, statusAt WHERE $since IS NULL OR statusAt >= $since
   WITH e, statusAt ORDER BY statusAt DESC, e.id DESC
   WITH collect({id: e.id, statusAt: statusAt}) AS tasks
   RETURN size(tasks) AS total,
     [task IN tasks WHERE task.statusAt < $beforeAt OR (task.statusAt = $beforeAt AND task.id < $beforeId)][..$limit] AS page`;

export const TASKS_OF_AGENT = tenantStatement('executions.tasks-of-agent', list('e.agentId = $agentId', 'e.agentId'));
export const TASKS_OF_STARTER = tenantStatement(
  'executions.tasks-of-starter',
  list('e.startedById = $startedById', 'e.startedById'),
);

export const TASK_STATUS_AT = tenantStatement(
  'executions.task-status-at',
  `MATCH (e:Execution {tenantId: $tenantId, id: $id})
   ${STATUS_AT}
   RETURN statusAt`,
);
