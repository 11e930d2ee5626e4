import { systemStatement, tenantStatement } from '@aether/common/graph';

// `createdAt > ''` is there for the composite index.
const CHILDREN_OF = "c.parentId = $parentId AND c.createdAt > ''";

/** The run that calls, those that it has called, and how many its whole family has. */
export const FAMILY = tenantStatement(
  'executions.family',
  `MATCH (p:Execution {tenantId: $tenantId, id: $parentId})
   WITH p, coalesce(p.rootId, p.id) AS rootId
   RETURN properties(p) AS parent, rootId,
     COLLECT { MATCH (c:Execution {tenantId: $tenantId}) WHERE ${CHILDREN_OF} RETURN properties(c) } AS children,
     COUNT { MATCH (d:Execution {tenantId: $tenantId}) WHERE d.rootId = rootId } AS descendants`,
);

/** Oldest first. */
export const CHILDREN = tenantStatement(
  'executions.children',
  `MATCH (c:Execution {tenantId: $tenantId})
   WHERE c.parentId = $parentId AND c.createdAt >= $afterAt AND CASE WHEN c.createdAt = $afterAt THEN c.id > $afterId ELSE true END
   RETURN properties(c) AS execution ORDER BY c.tenantId, c.parentId, c.createdAt, c.id LIMIT $limit`,
);

/** Runs that steps have called, of several runs at once. */
export const CHILDREN_OF_STEPS = tenantStatement(
  'executions.children-of-steps',
  `UNWIND $parentIds AS parentId
   MATCH (c:Execution {tenantId: $tenantId})
   WHERE c.parentId = parentId AND c.createdAt > '' AND c.parentStepKey IS NOT NULL
   RETURN properties(c) AS execution`,
);

/** All runs of a family but its root; of those that have ended only their place in it. */
export const FAMILY_TREE = tenantStatement(
  'executions.family-tree',
  `MATCH (d:Execution {tenantId: $tenantId}) WHERE d.rootId = $rootId
   RETURN d.id AS id, d.parentId AS parentId, CASE WHEN d.endedAt IS NULL THEN properties(d) END AS execution`,
);

/** How long each run of a family has waited, one that waits now until now, and from when to when it lived. */
export const FAMILY_WAITS = tenantStatement(
  'executions.family-waits',
  `MATCH (d:Execution {tenantId: $tenantId}) WHERE d.rootId = $rootId
   WITH d, coalesce(d.status = 'WAITING' AND d.waitsSinceMs IS NOT NULL, false) AS isWaiting,
     coalesce(datetime(d.endedAt).epochMillis, datetime.realtime().epochMillis) AS untilMs
   RETURN d.id AS id, d.parentId AS parentId, isWaiting, datetime(d.createdAt).epochMillis AS fromMs, untilMs,
     coalesce(d.waitedMs, 0) + CASE WHEN isWaiting OR d.endedAt IS NOT NULL THEN coalesce(untilMs - d.waitsSinceMs, 0) ELSE 0 END AS waitedMs`,
);

// Of a run that is open and neither waits nor is cancelled, `overdueAtMs` is its deadline. What has been added is kept, so that it is not added
// twice. It answers the deadline as it is, also where nothing is added: whoever asks may know one of before somebody else moved it.
export const POSTPONE_DEADLINE = tenantStatement(
  'executions.postpone-deadline',
  `MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.lock = $nonce
   WITH e, $waitedMs - coalesce(e.calledWaitedMs, 0) AS addedMs
   FOREACH (_ IN CASE WHEN addedMs > 0 AND e.status IN ['QUEUED', 'RUNNING', 'RETRYING'] THEN [1] ELSE [] END |
     SET e.deadlineAtMs = e.overdueAtMs + addedMs, e.overdueAtMs = e.overdueAtMs + addedMs, e.calledWaitedMs = $waitedMs)
   RETURN coalesce(e.deadlineAtMs, $deadlineAtMs) AS deadlineAtMs`,
);

// What an ended run has cost with all that it called. It is computed anew each time, never added to, so it may be repeated; a child that
// ends after its caller comes here for it. A child is due until its caller has ended and counted it: then it leaves the index of the sweep.
export const ROLL_UP = tenantStatement(
  'executions.roll-up-costs',
  `MATCH (e:Execution {tenantId: $tenantId, id: $parentId}) WHERE e.endedAt IS NOT NULL SET e.lock = $nonce
   WITH e
   OPTIONAL MATCH (c:Execution {tenantId: $tenantId}) WHERE ${CHILDREN_OF}
   WITH e, collect(c) AS children
   WITH e, children, [c IN children WHERE c.parentStepKey IS NOT NULL] AS counted
   WITH e, children, reduce(sum = 0, c IN counted | sum + c.spent) AS cost, any(c IN counted WHERE c.unpriced) AS hasUnpriced
   WITH e, children, cost, cost <> coalesce(e.childrenSpent, 0) OR (hasUnpriced AND NOT e.unpriced) AS isChanged, hasUnpriced
   SET e.spent = e.spent - coalesce(e.childrenSpent, 0) + cost, e.childrenSpent = cost, e.unpriced = e.unpriced OR hasUnpriced
   FOREACH (c IN [child IN children WHERE child.endedAt IS NOT NULL AND child.dueParentId IS NOT NULL] | REMOVE c.dueParentId)
   RETURN e.parentId AS parentId, isChanged`,
);

/** Runs whose caller has ended and that are open, or not counted yet: somebody stopped between the two. */
export const LEFT_CHILDREN = systemStatement(
  'executions.left-children',
  'Workers belong to the installation and serve the executions of all tenants.',
  `MATCH (c:Execution) WHERE c.dueParentId > '' AND c.queue IN $queues
   MATCH (p:Execution) WHERE p.id = c.dueParentId AND p.tenantId = c.tenantId AND p.endedAt IS NOT NULL
   RETURN properties(c) AS execution LIMIT $limit`,
);
