import type { ArtifactKind } from '@aether/schema';

/** A file as the record keeps it. */
export interface ArtifactFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: ArtifactKind;
  readonly mimeType: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Counts the files of this name, from 1. */
  readonly version: number;
}
