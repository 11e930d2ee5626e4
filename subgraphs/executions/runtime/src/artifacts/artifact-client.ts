import type { ArtifactKind } from '@aether/schema';
import type { PinnedRun } from '../journal.ts';
import type { ArtifactFacts } from './artifact-facts.ts';

/** A file that is to be kept. */
export interface NewArtifact {
  readonly run: PinnedRun;
  /** Of the step that makes it, in the whole record: however often the step begins, there is one artifact. */
  readonly stepId: string;
  readonly stepKey: string;
  /** An owner that was overtaken keeps nothing. */
  readonly fence: number;
  readonly name: string;
  readonly kind: ArtifactKind;
  readonly mimeType: string;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

export interface ArtifactClient {
  /**
   * Keeps a file and gives it its version.
   * @throws ArtifactTooLargeError
   * @throws StaleFenceError when another worker has taken the run
   */
  store(artifact: NewArtifact): Promise<ArtifactFacts>;
}
