import { systemStatement, tenantStatement } from '@aether/common/graph';

// The lock of the execution keeps an overtaken owner out, that of the series gives the version. The step names the artifact: made
// again after a crash, or by a transaction whose commit got no answer, it is the same one with the same version.
export const STORE_ARTIFACT = tenantStatement(
  'executions.store-artifact',
  `MATCH (e:Execution {tenantId: $tenantId, id: $executionId}) SET e.lock = $nonce
   WITH e WHERE e.fence = $fence AND e.status IN ['RUNNING', 'CANCELLING']
   MERGE (h:ArtifactSeries {tenantId: $tenantId, series: $series, name: $name}) ON CREATE SET h.versions = 0
   SET h.lock = $nonce
   WITH e, h
   OPTIONAL MATCH (known:Artifact {tenantId: $tenantId, executionId: e.id, stepKey: $stepKey})
   WITH e, h, known IS NULL AS isFirst
   SET h.versions = h.versions + CASE WHEN isFirst THEN 1 ELSE 0 END
   MERGE (a:Artifact {tenantId: $tenantId, executionId: e.id, stepKey: $stepKey})
   ON CREATE SET a += $identity, a.version = h.versions, a.agentId = e.agentId, a.startedById = e.startedById,
     a.conversationId = e.conversationId
   SET a += $content
   RETURN properties(a) AS artifact, isFirst`,
);

export const ARTIFACTS_BY_ID = tenantStatement(
  'executions.artifacts-by-ids',
  'UNWIND $ids AS id MATCH (a:Artifact {tenantId: $tenantId, id: id}) RETURN properties(a) AS artifact',
);

export const ARTIFACTS_OF_EXECUTIONS = tenantStatement(
  'executions.artifacts-of-executions',
  `UNWIND $executionIds AS executionId
   MATCH (a:Artifact {tenantId: $tenantId}) WHERE a.executionId = executionId AND a.stepKey > ''
   RETURN properties(a) AS artifact ORDER BY a.id`,
);

/** Newest first. */
export const VERSIONS_OF_ARTIFACT = tenantStatement(
  'executions.versions-of-artifact',
  `MATCH (a:Artifact {tenantId: $tenantId}) WHERE a.series = $series AND a.name = $name
   RETURN properties(a) AS artifact ORDER BY a.version DESC LIMIT $limit`,
);

// ids sort by creation: the cursor is the id.
export const ARTIFACTS = tenantStatement(
  'executions.artifacts',
  `MATCH (a:Artifact {tenantId: $tenantId}) WHERE a.id < $beforeId
     AND ($startedById IS NULL OR a.startedById = $startedById)
     AND ($agentId IS NULL OR a.agentId = $agentId)
     AND ($executionId IS NULL OR a.executionId = $executionId)
     AND ($conversationId IS NULL OR a.conversationId = $conversationId)
     AND ($kind IS NULL OR a.kind = $kind)
     AND ($search IS NULL OR toLower(a.name) CONTAINS $search)
   RETURN properties(a) AS artifact ORDER BY a.tenantId DESC, a.id DESC LIMIT $limit`,
);

export const EXPIRED_ARTIFACTS = systemStatement(
  'executions.expired-artifacts',
  'The lane of retention belongs to the installation; what it finds carries its tenant.',
  `MATCH (a:Artifact) WHERE a.createdAt < $before
   RETURN a.tenantId AS tenantId, a.id AS artifactId, a.blobKey AS blobKey LIMIT $limit`,
);
