import type { ExtractedText } from './extracted-text.ts';
import type { ExtractionLimits } from './extraction-limits.ts';
import { TextBuilder } from './text-builder.ts';

const ATX_HEADING = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$/u;
const SETEXT_UNDERLINE = /^ {0,3}(=+|-{2,})[ \t]*$/u;
const FENCE = /^ {0,3}(`{3,}|~{3,})/u;

/** Whether plain text is written as Markdown: it has headings of it, or fenced code. */
export function looksLikeMarkdown(text: string): boolean {
  const lines = text.slice(0, 200_000).split('\n');
  return lines.some((line) => ATX_HEADING.test(line) || FENCE.test(line));
}

/** Markdown stays as it is written; its headings become the path. A `#` inside fenced code is no heading. */
export function readMarkdown(text: string, limits: ExtractionLimits): ExtractedText {
  const builder = new TextBuilder(limits);
  let paragraph: string[] = [];
  let fence: string | null = null;
  const flush = (): void => {
    builder.paragraph(paragraph.join('\n'));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    const marker = FENCE.exec(line)?.[1];
    if (fence !== null || marker !== undefined) {
      paragraph.push(line);
      if (fence === null) fence = marker ?? null;
      else if (marker !== undefined && marker.startsWith(fence)) fence = null;
      continue;
    }
    const heading = ATX_HEADING.exec(line);
    const underline = SETEXT_UNDERLINE.exec(line)?.[1];
    if (heading !== null) {
      flush();
      builder.heading(heading[1]?.length ?? 1, heading[2] ?? '');
    } else if (underline !== undefined && paragraph.length === 1) {
      const title = paragraph.join('');
      paragraph = [];
      builder.heading(underline.startsWith('=') ? 1 : 2, title);
    } else if (line.trim() === '') {
      flush();
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return builder.build('text/markdown', null);
}
