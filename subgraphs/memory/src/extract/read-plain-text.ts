import type { ExtractedText } from './extracted-text.ts';
import type { ExtractionLimits } from './extraction-limits.ts';
import { TextBuilder } from './text-builder.ts';

/** Paragraphs are what empty lines separate. */
export function readPlainText(text: string, limits: ExtractionLimits): ExtractedText {
  const builder = new TextBuilder(limits);
  for (const paragraph of text.split(/\n[ \t]*\n/u)) builder.paragraph(paragraph);
  return builder.build('text/plain', null);
}
