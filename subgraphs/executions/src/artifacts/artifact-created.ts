import type { DomainEvent } from '@aether/common/graph';
import type { AuditFacts } from '@aether/schema';
import type { ArtifactRecord } from '../db/artifact-records.ts';

/** What other services, and the audit log, are told of a new file. Never what stands in it. */
export function artifactCreated(artifact: ArtifactRecord): DomainEvent {
  const { id, executionId, agentId, startedById, name, kind, mimeType, bytes, sha256, version } = artifact;
  const audit: AuditFacts = {
    action: 'artifact.create',
    objectType: 'Artifact',
    after: { executionId, name, kind, bytes, sha256, version },
  };
  return {
    type: 'aether.artifact.created',
    subject: id,
    actorId: startedById,
    requestId: executionId,
    data: { artifactId: id, executionId, agentId, name, kind, mimeType, bytes, sha256, version, audit },
  };
}
