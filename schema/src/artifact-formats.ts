/** What people look for when they look for a file of a run. */
export const ARTIFACT_KINDS = [
  'DOCUMENT',
  'TABLE',
  'IMAGE',
  'SUMMARY',
  'QUESTION_SET',
  'SLIDES',
  'SCRIPT',
  'AUDIO',
  'OTHER',
] as const;

export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

export interface ArtifactFormatFacts {
  kind: ArtifactKind;
  mimeType: string;
  /** Without the dot. */
  extension: string;
}

/** Formats that a run can write a file in. */
export const ARTIFACT_FORMATS = {
  MARKDOWN: { kind: 'DOCUMENT', mimeType: 'text/markdown', extension: 'md' },
  HTML: { kind: 'DOCUMENT', mimeType: 'text/html', extension: 'html' },
} as const satisfies Record<string, ArtifactFormatFacts>;

export type ArtifactFormat = keyof typeof ARTIFACT_FORMATS;
