import { createHash } from 'node:crypto';
import type { ArtifactClient, ArtifactFacts } from '../src/index.ts';

export interface MemoryArtifacts extends ArtifactClient {
  /** Bytes by the name of the file, the newest of each. */
  readonly bytes: Map<string, Uint8Array>;
  /** How often something was kept. */
  stored: number;
}

/** Keeps files as the record does: a step has one, a name has versions. */
export function memoryArtifacts(): MemoryArtifacts {
  const bySteps = new Map<string, ArtifactFacts>();
  const versions = new Map<string, number>();
  const artifacts: MemoryArtifacts = {
    bytes: new Map(),
    stored: 0,
    async store({ run, stepKey, name, kind, mimeType, body }) {
      artifacts.stored += 1;
      artifacts.bytes.set(name, body);
      const step = `${run.executionId}/${stepKey}`;
      const version = bySteps.get(step)?.version ?? (versions.get(name) ?? 0) + 1;
      versions.set(name, version);
      const sha256 = createHash('sha256').update(body).digest('hex');
      const facts = { id: `art_${step}`, name, kind, mimeType, bytes: body.byteLength, sha256, version };
      bySteps.set(step, facts);
      return facts;
    },
  };
  return artifacts;
}
