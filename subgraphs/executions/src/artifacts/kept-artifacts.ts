import { createHash } from 'node:crypto';
import { type BlobStore, BlobTooLargeError } from '@aether/common/blobs';
import type { Clock } from '@aether/common/service';
import { type ArtifactClient, type ArtifactFacts, ArtifactTooLargeError, type NewArtifact } from '@aether/runtime';
import type { IdSource } from '@aether/schema';
import type { ArtifactStore } from '../db/artifact-store.ts';
import { StaleFenceError } from '../errors.ts';

export interface KeptArtifactsParts {
  readonly artifacts: ArtifactStore;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Bytes of one file. */
  readonly maximumBytes: number;
}

/** Files of runs: bytes in the blob store, then the record that names them. */
export class KeptArtifacts implements ArtifactClient {
  readonly #parts: KeptArtifactsParts;

  constructor(parts: KeptArtifactsParts) {
    this.#parts = parts;
  }

  async store({ run, body, signal, ...artifact }: NewArtifact): Promise<ArtifactFacts> {
    const { artifacts, blobs, clock, ids, maximumBytes } = this.#parts;
    const { tenantId, executionId, agentId, conversationId, runAs } = run;
    if (body.byteLength > maximumBytes) throw new ArtifactTooLargeError(artifact.name, maximumBytes);
    // The same step with the same bytes is the same blob, so a step that begins again leaves none behind.
    const digest = createHash('sha256').update(body).digest('hex');
    const blobKey = `${tenantId}/artifacts/${artifact.stepId}-${digest.slice(0, 16)}`;
    const stored = await blobs
      .put(blobKey, body, { maximumBytes, mimeType: artifact.mimeType, signal })
      .catch((error: unknown) => {
        throw error instanceof BlobTooLargeError ? new ArtifactTooLargeError(artifact.name, maximumBytes) : error;
      });
    const kept = await artifacts.store({
      ...artifact,
      ...stored,
      tenantId,
      executionId,
      id: ids('art'),
      series: conversationId ?? `${agentId}/${runAs.userId ?? runAs.serviceAccountId ?? tenantId}`,
      blobKey,
      createdAt: clock.now().toISOString(),
    });
    if (kept === null) throw new StaleFenceError(executionId);
    const { id, name, kind, mimeType, bytes, sha256, version } = kept;
    return { id, name, kind, mimeType, bytes, sha256, version };
  }
}
