import type { DocumentFormat } from '@aether/schema';
import type { DocumentSource, ProducedDocument } from './document.ts';

/** Everything that a file is made of: the same request gives the same bytes. */
export interface RenderRequest {
  readonly format: DocumentFormat;
  readonly document: ProducedDocument;
  readonly sources: readonly DocumentSource[];
  /** Title and summary on a page of their own. */
  readonly titlePage: boolean;
}
