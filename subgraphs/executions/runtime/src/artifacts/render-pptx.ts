import PptxModule from 'pptxgenjs';
import type { Block, ProducedDocument } from './document.ts';
import { mapTexts } from './document-texts.ts';
import { paragraphsOf, sourceText, xmlText } from './document-words.ts';
import type { RenderRequest } from './render-request.ts';

// Its types tell of a CommonJS module, and what Node loads is an ES module: the import is the class itself.
const PptxGenJs = PptxModule as unknown as typeof PptxModule.default;

/** What fits on a slide in a size that a room can read. */
const LINES = 8;
const ROWS = 10;

interface Slide {
  readonly title: string;
  readonly content:
    | { readonly kind: 'lines'; readonly lines: readonly string[] }
    | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };
}

/** The first slide is the title; each heading begins a new one, and what does not fit goes on with the next. */
export function slidesOf({ title, blocks }: ProducedDocument): readonly Slide[] {
  const slides: Slide[] = [];
  let heading = title;
  let lines: string[] = [];
  const flush = (): void => {
    for (let from = 0; from < lines.length; from += LINES)
      slides.push({ title: heading, content: { kind: 'lines', lines: lines.slice(from, from + LINES) } });
    lines = [];
  };
  for (const block of blocks) {
    if (block.type === 'heading' || block.type === 'table') flush();
    if (block.type === 'heading') heading = block.text;
    else if (block.type !== 'table') lines.push(...linesOf(block));
    else {
      for (let from = 0; from === 0 || from < block.rows.length; from += ROWS) {
        const rows = [block.columns, ...block.rows.slice(from, from + ROWS)];
        slides.push({ title: block.title === '' ? heading : block.title, content: { kind: 'table', rows } });
      }
    }
  }
  flush();
  return slides;
}

export async function renderPptx({ document: given, sources }: RenderRequest): Promise<Uint8Array> {
  const document = mapTexts(given, xmlText);
  const file = new PptxGenJs();
  file.layout = 'LAYOUT_16x9';
  file.title = document.title;
  file.author = 'Aether';
  const first = file.addSlide();
  first.addText(document.title, { x: 0.5, y: 1.6, w: 9, h: 1.2, fontSize: 36, bold: true });
  if (document.summary !== '') first.addText(document.summary, { x: 0.5, y: 2.9, w: 9, h: 1.2, fontSize: 18 });
  const list: Slide[] =
    sources.length === 0
      ? []
      : [{ title: 'Sources', content: { kind: 'lines', lines: sources.map((source) => xmlText(sourceText(source))) } }];
  for (const { title, content } of [...slidesOf(document), ...list]) {
    const slide = file.addSlide();
    slide.addText(title, { x: 0.5, y: 0.3, w: 9, h: 0.7, fontSize: 24, bold: true });
    if (content.kind === 'lines') {
      const lines = content.lines.map((text) => ({ text, options: { bullet: true, breakLine: true } }));
      slide.addText(lines, { x: 0.5, y: 1.1, w: 9, h: 4.2, fontSize: 16, valign: 'top', fit: 'shrink' });
    } else {
      const rows = content.rows.map((row, index) => row.map((text) => ({ text, options: { bold: index === 0 } })));
      slide.addTable(rows, { x: 0.5, y: 1.1, w: 9, fontSize: 12, border: { type: 'solid', pt: 0.5, color: '999999' } });
    }
  }
  const written = await file.write({ outputType: 'nodebuffer' });
  if (!Buffer.isBuffer(written)) throw new Error('The slides were not written as bytes.');
  return written;
}

function linesOf(block: Exclude<Block, { type: 'heading' | 'table' }>): readonly string[] {
  switch (block.type) {
    case 'paragraph':
      return paragraphsOf(block.text);
    case 'list':
      return block.items;
    case 'questions':
      return block.items.map(({ question, answer }) => `${question} – ${answer}`);
    case 'script':
      return block.turns.map(({ speaker, text }) => `${speaker}: ${text}`);
  }
}
