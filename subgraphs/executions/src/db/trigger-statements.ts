import { systemStatement, tenantStatement } from '@aether/common/graph';

export const CREATE_TRIGGER = tenantStatement(
  'executions.create-trigger',
  `CREATE (t:Trigger {tenantId: $tenantId, id: $id}) SET t += $properties RETURN properties(t) AS trigger`,
);

export const TRIGGER_BY_ADDRESS = systemStatement(
  'executions.trigger-by-address',
  'A sender names a trigger by its address only; it tells of which tenant it is.',
  'MATCH (t:Trigger {id: $id}) WHERE t.deletedAt IS NULL RETURN properties(t) AS trigger',
);

export const TRIGGER = tenantStatement(
  'executions.trigger-by-id',
  'MATCH (t:Trigger {tenantId: $tenantId, id: $id}) WHERE t.deletedAt IS NULL RETURN properties(t) AS trigger',
);

export const TRIGGERS = tenantStatement(
  'executions.triggers',
  `MATCH (t:Trigger {tenantId: $tenantId})
   WHERE t.deletedAt IS NULL AND t.id < $beforeId AND ($createdById IS NULL OR t.createdById = $createdById)
     AND ($agentId IS NULL OR t.agentId = $agentId) AND ($enabled IS NULL OR t.enabled = $enabled)
     AND ($search IS NULL OR toLower(t.name) CONTAINS $search)
   RETURN properties(t) AS trigger ORDER BY t.id DESC LIMIT $limit`,
);

/** The lock first, so that two changes of one revision cannot both find it. */
export const CHANGE_TRIGGER = tenantStatement(
  'executions.change-trigger',
  `MATCH (t:Trigger {tenantId: $tenantId, id: $id}) SET t.lock = $at
   WITH t WHERE t.deletedAt IS NULL AND ($expectedRevision IS NULL OR t.revision = $expectedRevision)
   SET t += $changes, t.revision = t.revision + 1, t.updatedAt = $at
   RETURN properties(t) AS trigger`,
);

export const DELETE_TRIGGER = tenantStatement(
  'executions.delete-trigger',
  `MATCH (t:Trigger {tenantId: $tenantId, id: $id}) WHERE t.deletedAt IS NULL
   WITH t, properties(t) AS trigger
   SET t.deletedAt = $at, t.enabled = false, t.secret = '', t.previousSecret = null
   RETURN trigger`,
);
