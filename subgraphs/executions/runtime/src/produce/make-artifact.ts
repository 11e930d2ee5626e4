import { ARTIFACT_FORMATS, type ArtifactFormat, type JsonObject } from '@aether/schema';
import type { ArtifactFacts } from '../artifacts/artifact-facts.ts';
import type { DocumentSource, ProducedDocument } from '../artifacts/document.ts';
import { fileName } from '../artifacts/file-name.ts';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export interface ArtifactTask {
  /** Of the step: the file's key in the specification. */
  readonly key: string;
  /** As people named it; look-ups are filled in. */
  readonly name: string;
  readonly format: ArtifactFormat;
  readonly document: ProducedDocument;
  readonly sources: readonly DocumentSource[];
  readonly titlePage: boolean;
}

/** Makes one file of a document and keeps it, as one step: made again after a crash, it is the same file of the same version. */
export function makeArtifact(journal: Journal, parts: RuntimeParts, task: ArtifactTask): Promise<ArtifactFacts> {
  const { format, document, sources, titlePage } = task;
  const { kind, mimeType } = ARTIFACT_FORMATS[format];
  const name = fileName(task.name, format);
  const input: JsonObject = { name, format, titlePage, document, sources: sources.map((source) => ({ ...source })) };
  return journal.step({ key: `artifact:${task.key}`, type: 'ARTIFACT', name, input }, async (step) => {
    const body = await parts.renderDocument({ format, document, sources, titlePage }, step.signal);
    const { stepId, key: stepKey, fence, signal } = step;
    const artifact = await parts.artifacts.store({
      run: journal.run,
      stepId,
      stepKey,
      fence,
      name,
      kind,
      mimeType,
      body,
      signal,
    });
    const { bytes, sha256, version } = artifact;
    return { output: artifact, details: { name, format, bytes, sha256, version }, usage: null, artifact };
  });
}
