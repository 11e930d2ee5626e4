import type { ArtifactFormat, ArtifactKind, JsonObject } from '@aether/schema';
import type { ArtifactFacts } from '../artifacts/artifact-facts.ts';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export interface FileTask {
  /** Of the step: the file's key in the specification. */
  readonly key: string;
  /** Of the file, with its extension. */
  readonly name: string;
  readonly kind: ArtifactKind;
  readonly format: ArtifactFormat;
  readonly mimeType: string;
  /** What the file is made of: the same gives the same bytes. */
  readonly input: JsonObject;
  body(signal: AbortSignal): Promise<Uint8Array>;
}

/** Makes one file and keeps it, as one step: made again after a crash, it is the same file of the same version. */
export function keepFile(journal: Journal, parts: RuntimeParts, task: FileTask): Promise<ArtifactFacts> {
  const { name, kind, mimeType, format } = task;
  const input = { name, format, ...task.input };
  return journal.step({ key: `artifact:${task.key}`, type: 'ARTIFACT', name, input }, async (step) => {
    const body = await task.body(step.signal);
    const { stepId, key: stepKey, fence, signal } = step;
    const file = { run: journal.run, stepId, stepKey, fence, name, kind, mimeType, body, signal };
    const artifact = await parts.artifacts.store(file);
    const { bytes, sha256, version } = artifact;
    return { output: artifact, details: { name, format, bytes, sha256, version }, usage: null, artifact };
  });
}
