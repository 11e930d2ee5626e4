/** Kinds of bytes that we read. */
export type DocumentMimeType = 'text/plain' | 'text/markdown' | 'text/html' | 'application/pdf';

/** A paragraph, list item, table row or heading. Offsets are UTF-16 code units of the whole text, the end exclusive. */
export interface TextBlock {
  readonly start: number;
  readonly end: number;
  /** Headings that it stands under, the outermost first; a heading stands under itself. */
  readonly headingPath: readonly string[];
  /** From 1; null where the kind of document has no pages. */
  readonly page: number | null;
}

/** What is kept of a document: the text that offsets refer to, and its structure. */
export interface ExtractedText {
  readonly mimeType: DocumentMimeType;
  readonly text: string;
  readonly blocks: readonly TextBlock[];
  readonly pageCount: number | null;
}
