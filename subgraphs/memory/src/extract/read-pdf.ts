import { getDocumentProxy } from 'unpdf';
import type { ExtractedText } from './extracted-text.ts';
import { ExtractionFailure } from './extraction-failure.ts';
import type { ExtractionLimits } from './extraction-limits.ts';
import { type PdfLine, headingSize, paragraphsOf } from './pdf-lines.ts';
import { TextBuilder } from './text-builder.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

/** A scan may carry a stamped number; fewer letters than this per page on average mean that the pages are pictures. */
const LETTERS_PER_PAGE = 3;

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    // pdf.js takes the buffer over; nobody else here needs it.
    return await getDocumentProxy(bytes, { disableFontFace: true, useSystemFonts: false, verbosity: 0 });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException') {
      throw new ExtractionFailure(
        'DOCUMENT_ENCRYPTED',
        'The PDF is encrypted and opens with a password only.',
        'Save a copy without a password and add that file.',
        { cause },
      );
    }
    throw broken(cause);
  }
}

function broken(cause: unknown): ExtractionFailure {
  const detail = cause instanceof Error ? cause.message.replaceAll(/\s+/gu, ' ').slice(0, 200) : 'unknown';
  return new ExtractionFailure(
    'DOCUMENT_BROKEN',
    `The PDF is damaged: ${detail.replace(/\.$/u, '')}.`,
    'Download or export the file again; it may be cut off.',
    { cause },
  );
}

async function linesOf(document: PdfDocument, number: number): Promise<readonly PdfLine[]> {
  const page = await document.getPage(number);
  try {
    const { items } = await page.getTextContent();
    const lines: { text: string; size: number; y: number }[] = [];
    let current: { text: string; size: number; y: number } | null = null;
    for (const item of items) {
      if (!('str' in item)) continue;
      const y: unknown = item.transform[5];
      current ??= { text: '', size: 0, y: typeof y === 'number' ? y : 0 };
      current.text += item.str;
      if (item.str.trim() !== '') current.size = Math.max(current.size, item.height);
      if (!item.hasEOL) continue;
      lines.push(current);
      current = null;
    }
    if (current !== null) lines.push(current);
    return lines;
  } finally {
    page.cleanup();
  }
}

/** Text of a PDF with page numbers; lines in larger type become headings. */
export async function readPdf(bytes: Uint8Array, limits: ExtractionLimits): Promise<ExtractedText> {
  const document = await open(bytes);
  try {
    const pageCount = document.numPages;
    if (pageCount > limits.maximumPages) {
      throw new ExtractionFailure(
        'DOCUMENT_TOO_LARGE',
        `The PDF has ${pageCount} pages; at most ${limits.maximumPages} are read.`,
        'Split it into several documents.',
      );
    }
    const pages: (readonly PdfLine[])[] = [];
    for (let number = 1; number <= pageCount; number += 1) pages.push(await linesOf(document, number));
    const letters = pages.flat().reduce((sum, line) => sum + (line.text.match(/\p{L}/gu)?.length ?? 0), 0);
    if (letters < LETTERS_PER_PAGE * pageCount) {
      throw new ExtractionFailure(
        'DOCUMENT_SCANNED',
        `The ${pageCount === 1 ? 'page is a picture' : `${pageCount} pages are pictures`} without text, as scanners make them.`,
        'Run text recognition (OCR) on it and add the result.',
      );
    }
    const builder = new TextBuilder(limits);
    const isHeading = headingSize(pages.flat());
    for (const [index, lines] of pages.entries()) {
      for (const paragraph of paragraphsOf(lines, isHeading)) {
        if (paragraph.level === null) builder.paragraph(paragraph.text, index + 1);
        else builder.heading(paragraph.level, paragraph.text, index + 1);
      }
    }
    return builder.build('application/pdf', pageCount);
  } catch (error) {
    throw error instanceof ExtractionFailure ? error : broken(error);
  }
}
