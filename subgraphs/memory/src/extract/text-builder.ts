import type { DocumentMimeType, ExtractedText, TextBlock } from './extracted-text.ts';
import { ExtractionFailure } from './extraction-failure.ts';
import type { ExtractionLimits } from './extraction-limits.ts';

const SEPARATOR = '\n\n';
/** Longer headings are sentences that were set in bold; they would repeat in every passage below them. */
const MAXIMUM_HEADING_LENGTH = 200;

/** Collects the blocks of a document in reading order and keeps the path of headings. */
export class TextBuilder {
  readonly #limits: ExtractionLimits;
  readonly #parts: string[] = [];
  readonly #blocks: TextBlock[] = [];
  #headings: { readonly level: number; readonly text: string }[] = [];
  #length = 0;

  constructor(limits: ExtractionLimits) {
    this.#limits = limits;
  }

  /** A heading ends those of its own and of deeper levels. Level 1 is the outermost. */
  heading(level: number, text: string, page: number | null = null): void {
    const title = text.replaceAll(/\s+/gu, ' ').trim().slice(0, MAXIMUM_HEADING_LENGTH).toWellFormed();
    if (title === '') return;
    this.#headings = [...this.#headings.filter((heading) => heading.level < level), { level, text: title }];
    this.paragraph(text, page);
  }

  paragraph(text: string, page: number | null = null): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const start = this.#length === 0 ? 0 : this.#length + SEPARATOR.length;
    const end = start + trimmed.length;
    if (end > this.#limits.maximumCharacters) {
      throw new ExtractionFailure(
        'DOCUMENT_TOO_LARGE',
        `The document has more than ${this.#limits.maximumCharacters.toLocaleString('en')} characters of text.`,
        'Split it into several documents.',
      );
    }
    this.#parts.push(trimmed);
    this.#blocks.push({ start, end, headingPath: this.#headings.map((heading) => heading.text), page });
    this.#length = end;
  }

  build(mimeType: DocumentMimeType, pageCount: number | null): ExtractedText {
    return { mimeType, text: this.#parts.join(SEPARATOR), blocks: this.#blocks, pageCount };
  }
}
