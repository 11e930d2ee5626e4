import { tenantStatement } from '@aether/common/graph';

export const EXECUTION = tenantStatement(
  'executions.execution-by-id',
  'MATCH (e:Execution {tenantId: $tenantId, id: $id}) RETURN properties(e) AS execution',
);

export const EXECUTIONS_BY_ID = tenantStatement(
  'executions.executions-by-ids',
  'UNWIND $ids AS id MATCH (e:Execution {tenantId: $tenantId, id: id}) RETURN properties(e) AS execution',
);

const FILTER = `($agentId IS NULL OR e.agentId = $agentId)
     AND ($startedById IS NULL OR e.startedById = $startedById)
     AND ($conversationId IS NULL OR e.conversationId = $conversationId)
     AND ($statuses IS NULL OR e.status IN $statuses)
     AND ($origins IS NULL OR e.origin IN $origins)
     AND ($since IS NULL OR e.createdAt >= $since)
     AND ($until IS NULL OR e.createdAt < $until)
     AND ($minimumCost IS NULL OR e.spent >= $minimumCost)
     AND ($minimumDurationMs IS NULL OR e.durationMs >= $minimumDurationMs)
     AND ($redrivable IS NULL OR $redrivable = (e.status IN ['FAILED', 'TIMED_OUT'] AND e.redrivenById IS NULL))
     AND ($search IS NULL OR e.search CONTAINS $search)`;

// The cursor is a range on (createdAt, id), both descending. Written with CASE: of an OR the planner makes two seeks and a sort.
// ORDER BY names every property of the index, else its order is not used and everything is read for one page.
const page = (anchor: string, order: string): string => `MATCH (e:Execution {tenantId: $tenantId})
   WHERE ${anchor} e.createdAt <= $beforeAt AND CASE WHEN e.createdAt = $beforeAt THEN e.id < $beforeId ELSE true END
     AND ${FILTER}
   RETURN properties(e) AS execution ORDER BY e.tenantId DESC, ${order} e.createdAt DESC, e.id DESC LIMIT $limit`;

export const EXECUTIONS = tenantStatement('executions.executions', page('', ''));
export const EXECUTIONS_OF_STARTER = tenantStatement(
  'executions.executions-of-starter',
  page('e.startedById = $startedById AND', 'e.startedById DESC,'),
);
export const EXECUTIONS_OF_AGENT = tenantStatement(
  'executions.executions-of-agent',
  page('e.agentId = $agentId AND', 'e.agentId DESC,'),
);

/** For a change of the list: which of these executions the filter lets through. */
export const MATCHING_EXECUTIONS = tenantStatement(
  'executions.matching-executions',
  `UNWIND $ids AS id MATCH (e:Execution {tenantId: $tenantId, id: id}) WHERE ${FILTER} RETURN properties(e) AS execution`,
);

// `key > ''` and `seq >` are there for the composite indexes.
export const STEPS = tenantStatement(
  'executions.steps',
  `MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $executionId AND s.key > ''
   RETURN properties(s) AS step ORDER BY s.position`,
);

export const STEP_OUTLINES = tenantStatement(
  'executions.step-outlines',
  `MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $executionId AND s.key > ''
   RETURN s {.id, .executionId, .key, .parentId, .nodeId, .type, .name, .status, .attempt, .attempts, .effect, .toolId, .toolSlug, .idempotencyKey, .inputHash, .position,
     .startedAt, .startedAtMs, .durationMs, .cost, .unpriced, .promptTokens, .completionTokens, .cachedTokens, .modelId, .spanId,
     .error, .promptPrefix} AS step ORDER BY s.position`,
);

/** Whose answer the journal has. */
export const ANSWERED_STEPS = tenantStatement(
  'executions.answered-steps',
  `MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $executionId AND s.key > '' AND s.result IS NOT NULL
   RETURN s.id AS id`,
);

// Of what a tool says, quotes are escaped: only a field of the details themselves is found.
/** Details of the first step whose result stands in marks where a model reads it. */
export const FIRST_MARKED_STEP = tenantStatement(
  'executions.first-marked-step',
  `MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $executionId AND s.key > '' AND s.details CONTAINS '"marks":{'
   RETURN s.details AS details ORDER BY s.position, s.key LIMIT 1`,
);

/** Payloads of steps that are in the blob store. */
export const LARGE_PAYLOADS = tenantStatement(
  'executions.large-payloads-of-steps',
  `MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $executionId AND s.key > ''
   UNWIND ['input', 'prompt', 'result'] AS field
   WITH s, field WHERE s[field] CONTAINS '"blob":'
   RETURN s.key AS key, field, s[field] AS payload`,
);

// One row of lists: ten thousand rows would cost more to send and to read than to find. A list holds no null, so −1 stands for one.
export const STEP_COLUMNS = tenantStatement(
  'executions.step-columns',
  `MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $executionId AND s.key > ''
   WITH s ORDER BY s.position
   RETURN collect(s.id) AS id, collect(coalesce(s.parentId, '')) AS parentId, collect(s.name) AS name, collect(s.type) AS type,
     collect(s.status) AS status, collect(s.startedAtMs) AS startedAtMs, collect(coalesce(s.durationMs, -1)) AS durationMs,
     collect(coalesce(s.cost, -1)) AS cost, collect(coalesce(s.promptTokens + s.completionTokens, -1)) AS tokens,
     collect(s.attempt) AS attempt`,
);

export const STEPS_BY_ID = tenantStatement(
  'executions.steps-by-id',
  `MATCH (s:Step {tenantId: $tenantId}) WHERE s.executionId = $executionId AND s.key > '' AND s.id IN $ids
   RETURN properties(s) AS step ORDER BY s.position`,
);

export const EVENTS = tenantStatement(
  'executions.events-after',
  `MATCH (v:ExecutionEvent {tenantId: $tenantId}) WHERE v.executionId = $executionId AND v.seq > $after
   RETURN v.seq AS seq, v.name AS name, v.at AS at, v.data AS data ORDER BY v.executionId, v.seq LIMIT $limit`,
);

export const RATE = tenantStatement(
  'executions.rate',
  `MATCH (e:Execution {tenantId: $tenantId, id: $id})
   SET e.satisfaction = $satisfaction, e.ratingComment = $comment, e.ratedById = $ratedById, e.ratedAt = $at
   RETURN properties(e) AS execution`,
);
