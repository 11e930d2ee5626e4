import { batchStatement } from '@aether/common/graph';

// MERGE on the idempotency key takes its lock: of two equal requests the second finds the first one's execution. A key past its time is as new.
// `isNew` lives only inside the transaction that made the key, so a statement that the driver repeats, because the answer of its
// commit was lost, creates nothing twice; MERGE on execution and event would cost two more look-ups a run.
const KEY = `MERGE (k:IdempotencyKey {tenantId: row.tenantId, actor: row.actor, operation: row.operation, key: row.key})
   ON CREATE SET k.inputHash = row.inputHash, k.resultId = row.executionId, k.expiresAtMs = row.expiresAtMs, k.isNew = true
   ON MATCH SET k.lock = row.executionId
   FOREACH (_ IN CASE WHEN k.expiresAtMs <= row.nowMs THEN [1] ELSE [] END |
     SET k.inputHash = row.inputHash, k.resultId = row.executionId, k.expiresAtMs = row.expiresAtMs, k.isNew = true)
   WITH row, k, CASE WHEN k.isNew THEN [1] ELSE [] END AS isNew`;
const EXECUTION = `REMOVE k.isNew
     CREATE (e:Execution {tenantId: row.tenantId, id: row.executionId, createdAt: row.createdAt})
     SET e += $initial SET e += row.execution
     CREATE (:ExecutionEvent {tenantId: row.tenantId, executionId: row.executionId, seq: 1, name: $event.name,
       at: row.createdAt, data: $event.data})`;
const ANSWER = 'RETURN row.executionId AS executionId, k.resultId AS resultId, k.inputHash AS inputHash';

export const ACCEPT = batchStatement(
  'executions.accept',
  `UNWIND $rows AS row
   ${KEY}
   FOREACH (_ IN isNew |
     ${EXECUTION})
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
     SET c.turns = c.turns + 1, c.updatedAt = row.createdAt, c.title = coalesce(c.title, row.title)
     ${EXECUTION}
     SET e.turn = c.turns
     MERGE (m:Message {tenantId: row.tenantId, conversationId: row.conversationId, position: c.turns * 2 - 1})
       SET m.id = row.messageId, m.role = 'USER', m.text = row.text, m.executionId = row.executionId, m.createdAt = row.createdAt)
   ${ANSWER}`,
);
