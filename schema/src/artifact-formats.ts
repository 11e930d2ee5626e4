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

/** Formats that a document can be written in. */
export const DOCUMENT_FORMATS = {
  MARKDOWN: { kind: 'DOCUMENT', mimeType: 'text/markdown', extension: 'md' },
  HTML: { kind: 'DOCUMENT', mimeType: 'text/html', extension: 'html' },
  PDF: { kind: 'DOCUMENT', mimeType: 'application/pdf', extension: 'pdf' },
  DOCX: {
    kind: 'DOCUMENT',
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extension: 'docx',
  },
  PPTX: {
    kind: 'SLIDES',
    mimeType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    extension: 'pptx',
  },
  CSV: { kind: 'TABLE', mimeType: 'text/csv', extension: 'csv' },
  XLSX: {
    kind: 'TABLE',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
  },
  QUESTIONS_JSON: { kind: 'QUESTION_SET', mimeType: 'application/json', extension: 'json' },
  QUESTIONS_CSV: { kind: 'QUESTION_SET', mimeType: 'text/csv', extension: 'questions.csv' },
  SCRIPT: { kind: 'SCRIPT', mimeType: 'text/markdown', extension: 'script.md' },
} as const satisfies Record<string, ArtifactFormatFacts>;

export type DocumentFormat = keyof typeof DOCUMENT_FORMATS;

/** Formats of the files of a run; a model paints or speaks those that are no documents, and says itself what an image is. */
export const ARTIFACT_FORMATS = {
  ...DOCUMENT_FORMATS,
  IMAGE: { kind: 'IMAGE', mimeType: 'image/png', extension: 'png' },
  AUDIO: { kind: 'AUDIO', mimeType: 'audio/mpeg', extension: 'mp3' },
} as const satisfies Record<string, ArtifactFormatFacts>;

export type ArtifactFormat = keyof typeof ARTIFACT_FORMATS;
