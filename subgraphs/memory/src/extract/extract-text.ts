import { decodeText } from './decode-text.ts';
import type { ExtractedText } from './extracted-text.ts';
import { ExtractionFailure } from './extraction-failure.ts';
import type { ExtractionLimits } from './extraction-limits.ts';
import { looksLikeHtml, readHtml } from './read-html.ts';
import { looksLikeMarkdown, readMarkdown } from './read-markdown.ts';
import { readPdf } from './read-pdf.ts';
import { readPlainText } from './read-plain-text.ts';
import { sniff } from './sniff.ts';

function readText(bytes: Uint8Array, limits: ExtractionLimits): ExtractedText {
  const text = decodeText(bytes);
  if (looksLikeHtml(text)) return readHtml(text, limits);
  return looksLikeMarkdown(text) ? readMarkdown(text, limits) : readPlainText(text, limits);
}

/**
 * Reads the text of a document, whatever it is called.
 * @throws ExtractionFailure with a code of its own for each way in which a document can be unreadable
 */
export async function extractText(bytes: Uint8Array, limits: ExtractionLimits): Promise<ExtractedText> {
  const extracted = sniff(bytes) === 'pdf' ? await readPdf(bytes, limits) : readText(bytes, limits);
  if (/[\p{L}\p{N}]/u.test(extracted.text)) return extracted;
  throw new ExtractionFailure(
    'DOCUMENT_EMPTY',
    'The file has no letters and no numbers.',
    'Check the file where it came from.',
  );
}
