import { batchStatement, tenantStatement } from '@aether/common/graph';

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

// What the old run did is a fact of the new one from its first instant. MERGE: a commit whose answer was lost is repeated. The old run
// is told who repeats it, so that a list of what failed need not show it again.
export const REUSE_STEPS = tenantStatement(
  'executions.reuse-steps',
  `MATCH (old:Execution {tenantId: $tenantId, id: $fromId}) SET old.redrivenById = $executionId
   WITH old UNWIND $steps AS row
   MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $fromId AND s.key = row.key
   MERGE (n:Step {tenantId: $tenantId, executionId: $executionId, key: row.key})
   ON CREATE SET n.id = row.id, n.parentId = row.parentId, n.nodeId = s.nodeId,
     n.type = s.type, n.name = s.name, n.status = 'REUSED', n.attempt = 1, n.effect = s.effect, n.toolId = s.toolId,
     n.toolSlug = s.toolSlug, n.inputHash = s.inputHash, n.position = s.position, n.startedAt = $at, n.startedAtMs = $atMs,
     n.durationMs = s.durationMs, n.details = s.details, n.input = coalesce(row.input, s.input), n.prompt = coalesce(row.prompt, s.prompt), n.result = coalesce(row.result, s.result),
     n.cost = s.cost, n.unpriced = s.unpriced, n.promptTokens = s.promptTokens, n.completionTokens = s.completionTokens,
     n.cachedTokens = s.cachedTokens, n.modelId = s.modelId, n.modelSlug = s.modelSlug, n.promptPrefix = s.promptPrefix, n.spanId = s.spanId, n.error = s.error,
     n.signal = s.signal
   RETURN count(n) AS reused`,
);
