import { DOCUMENT_FORMATS, type DocumentFormat } from '@aether/schema';
import type { ArtifactFacts } from '../artifacts/artifact-facts.ts';
import type { DocumentSource, ProducedDocument } from '../artifacts/document.ts';
import { fileName } from '../artifacts/file-name.ts';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { keepFile } from './keep-file.ts';

export interface ArtifactTask {
  /** Of the step: the file's key in the specification. */
  readonly key: string;
  /** As people named it; look-ups are filled in. */
  readonly name: string;
  readonly format: DocumentFormat;
  readonly document: ProducedDocument;
  readonly sources: readonly DocumentSource[];
  readonly titlePage: boolean;
}

/** Makes one file of a document and keeps it. */
export function makeArtifact(journal: Journal, parts: RuntimeParts, task: ArtifactTask): Promise<ArtifactFacts> {
  const { key, format, document, sources, titlePage } = task;
  const { kind, mimeType, extension } = DOCUMENT_FORMATS[format];
  return keepFile(journal, parts, {
    key,
    name: fileName(task.name, extension),
    kind,
    format,
    mimeType,
    input: { titlePage, document, sources: sources.map((source) => ({ ...source })) },
    body: (signal) => parts.renderDocument({ format, document, sources, titlePage }, signal),
  });
}
