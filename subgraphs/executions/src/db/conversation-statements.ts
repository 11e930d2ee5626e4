import { tenantStatement } from '@aether/common/graph';

export const CREATE_CONVERSATION = tenantStatement(
  'executions.create-conversation',
  `CREATE (c:Conversation {tenantId: $tenantId, id: $id, agentId: $agentId, ownerId: $ownerId, title: $title, turns: 0,
     createdAt: $at, updatedAt: $at})
   RETURN properties(c) AS conversation`,
);

export const CONVERSATION = tenantStatement(
  'executions.conversation-by-id',
  `MATCH (c:Conversation {tenantId: $tenantId, id: $id}) WHERE c.ownerId = $ownerId AND c.deletedAt IS NULL
   RETURN properties(c) AS conversation`,
);

export const CONVERSATIONS = tenantStatement(
  'executions.conversations',
  `MATCH (c:Conversation {tenantId: $tenantId})
   WHERE c.ownerId = $ownerId AND c.updatedAt <= $beforeAt AND CASE WHEN c.updatedAt = $beforeAt THEN c.id < $beforeId ELSE true END
     AND c.deletedAt IS NULL AND ($agentId IS NULL OR c.agentId = $agentId)
   RETURN properties(c) AS conversation ORDER BY c.tenantId DESC, c.ownerId DESC, c.updatedAt DESC, c.id DESC LIMIT $limit`,
);

export const RENAME_CONVERSATION = tenantStatement(
  'executions.rename-conversation',
  `MATCH (c:Conversation {tenantId: $tenantId, id: $id}) WHERE c.ownerId = $ownerId AND c.deletedAt IS NULL
   SET c.title = $title RETURN properties(c) AS conversation`,
);

/** The runs stay in the record; the thread and its messages are gone for readers. */
export const DELETE_CONVERSATION = tenantStatement(
  'executions.delete-conversation',
  `MATCH (c:Conversation {tenantId: $tenantId, id: $id}) WHERE c.ownerId = $ownerId AND c.deletedAt IS NULL
   SET c.deletedAt = $at
   WITH c OPTIONAL MATCH (m:Message {tenantId: $tenantId}) WHERE m.conversationId = c.id AND m.position > 0
   DELETE m RETURN DISTINCT properties(c) AS conversation`,
);

// `position >` is there for the composite index.
export const MESSAGES = tenantStatement(
  'executions.messages-after',
  `MATCH (m:Message {tenantId: $tenantId}) WHERE m.conversationId = $conversationId AND m.position > $after
   RETURN properties(m) AS message ORDER BY m.conversationId, m.position LIMIT $limit`,
);

export const MESSAGES_BEFORE = tenantStatement(
  'executions.messages-before',
  `MATCH (m:Message {tenantId: $tenantId})
   WHERE m.conversationId = $conversationId AND m.position > 0 AND m.position < $before
   RETURN properties(m) AS message ORDER BY m.conversationId DESC, m.position DESC LIMIT $limit`,
);
