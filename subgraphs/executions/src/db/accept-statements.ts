import { batchStatement } from '@aether/common/graph';

// MERGE on the idempotency key takes its lock: of two equal requests the second finds the first one's execution.
// MERGE on execution and event makes the statement repeatable, since the driver repeats a commit whose answer was lost.
const KEY = `MERGE (k:IdempotencyKey {tenantId: row.tenantId, actor: row.actor, operation: row.operation, key: row.key})
   ON CREATE SET k.inputHash = row.inputHash, k.resultId = row.executionId, k.expiresAtMs = row.expiresAtMs
   WITH row, k, CASE WHEN k.resultId = row.executionId THEN [1] ELSE [] END AS isNew`;
const EVENT = `MERGE (v:ExecutionEvent {tenantId: row.tenantId, executionId: row.executionId, seq: 1})
     SET v.name = row.event.name, v.at = row.event.at, v.data = row.event.data`;
const ANSWER = 'RETURN row.executionId AS executionId, k.resultId AS resultId, k.inputHash AS inputHash';

export const ACCEPT = batchStatement(
  'executions.accept',
  `UNWIND $rows AS row
   ${KEY}
   FOREACH (_ IN isNew |
     MERGE (e:Execution {tenantId: row.tenantId, id: row.executionId}) ON CREATE SET e += row.execution
     ${EVENT})
   ${ANSWER}`,
);

/** A turn of a conversation: its number is taken under the conversation's lock, its question is a message of it. */
export const ACCEPT_TURN = batchStatement(
  'executions.accept-turn',
  `UNWIND $rows AS row
   MATCH (c:Conversation {tenantId: row.tenantId, id: row.conversationId}) SET c.lock = row.executionId
   WITH row, c WHERE c.deletedAt IS NULL
   ${KEY.replace('WITH row, k,', 'WITH row, c, k,')}
   FOREACH (_ IN isNew |
     SET c.turns = c.turns + 1, c.updatedAt = row.event.at, c.title = coalesce(c.title, row.title)
     MERGE (e:Execution {tenantId: row.tenantId, id: row.executionId}) ON CREATE SET e += row.execution, e.turn = c.turns
     ${EVENT}
     MERGE (m:Message {tenantId: row.tenantId, conversationId: row.conversationId, position: c.turns * 2 - 1})
       SET m.id = row.messageId, m.role = 'USER', m.text = row.text, m.executionId = row.executionId, m.createdAt = row.event.at)
   ${ANSWER}`,
);
