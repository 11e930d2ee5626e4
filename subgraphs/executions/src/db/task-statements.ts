import { tenantStatement } from '@aether/common/graph';

// An ended run says itself when it ended; one that has not begun is as old as its request.
const STATUS_AT = 'coalesce(e.endedAt, e.statusAt, e.createdAt)';

// No index has the time of the last state: it would be written at every change of every run. `$window` bounds what is read and sorted instead.
const list = (anchor: string): string => `${anchor}
   WITH e, ${STATUS_AT} AS statusAt WHERE e.agentId = $agentId AND ($startedById IS NULL OR e.startedById = $startedById)
     AND ($statuses IS NULL OR e.status IN $statuses) AND ($since IS NULL OR ${STATUS_AT} >= $since)
   WITH e, statusAt ORDER BY statusAt DESC, e.id DESC
   WITH collect({id: e.id, statusAt: statusAt}) AS tasks
   RETURN size(tasks) AS total,
     [task IN tasks WHERE task.statusAt < $beforeAt OR (task.statusAt = $beforeAt AND task.id < $beforeId)][..$limit] AS page`;

// ORDER BY names every property of the index, else its order is not used. What the index does not have is asked behind the window, so that the
// window bounds what is read.
const newest = (property: 'agentId' | 'startedById'): string => `MATCH (e:Execution {tenantId: $tenantId})
   WHERE e.${property} = $${property} AND e.createdAt <= $end
   WITH e ORDER BY e.tenantId DESC, e.${property} DESC, e.createdAt DESC LIMIT $window`;

export const TASKS_OF_AGENT = tenantStatement('executions.tasks-of-agent', list(newest('agentId')));
export const TASKS_OF_STARTER = tenantStatement('executions.tasks-of-starter', list(newest('startedById')));

/** The turns of a conversation, or the one run that stands alone. */
export const TASKS_OF_CONTEXT = tenantStatement(
  'executions.tasks-of-context',
  list(`CALL () {
     MATCH (e:Execution {tenantId: $tenantId, id: $contextId}) WHERE e.conversationId IS NULL
     RETURN e
     UNION
     MATCH (e:Execution {tenantId: $tenantId}) WHERE e.conversationId = $contextId AND e.turn > 0
     RETURN e ORDER BY e.conversationId DESC, e.turn DESC LIMIT $window
   }`),
);
