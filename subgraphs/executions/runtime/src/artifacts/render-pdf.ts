import type { Block } from './document.ts';
import { paragraphsOf, sourceText } from './document-words.ts';
import { PdfPage } from './pdf-page.ts';
import type { RenderRequest } from './render-request.ts';

const BODY = { size: 11, below: 8 };
const HEADINGS = { 1: 16, 2: 14, 3: 12 } as const;

export function renderPdf({ document, sources, titlePage }: RenderRequest): Promise<Uint8Array> {
  const { title, summary, blocks } = document;
  const page = new PdfPage(title);
  if (titlePage) page.down(200);
  page.text(title, { size: 24, bold: true, below: 12 });
  if (summary !== '') page.text(summary, { size: 12, below: 16 });
  if (titlePage) page.newPage();
  for (const block of blocks) writeBlock(page, block);
  if (sources.length > 0) {
    heading(page, 1, 'Sources');
    for (const source of sources) page.text(sourceText(source), { size: 10, below: 4 });
  }
  return page.bytes();
}

function heading(page: PdfPage, level: 1 | 2 | 3, text: string): void {
  page.keep(72);
  page.down(8);
  page.text(text, { size: HEADINGS[level], bold: true, below: 6 });
}

function writeBlock(page: PdfPage, block: Block): void {
  switch (block.type) {
    case 'heading':
      return heading(page, block.level, block.text);
    case 'paragraph':
      for (const text of paragraphsOf(block.text)) page.text(text, BODY);
      return;
    case 'list':
      for (const [index, item] of block.items.entries())
        page.text(`${block.ordered ? `${index + 1}.` : '•'} ${item}`, { ...BODY, indent: 12, below: 4 });
      return page.down(4);
    case 'table':
      if (block.title !== '') page.text(block.title, { size: 11, bold: true, below: 4 });
      page.row(block.columns, { size: 10, bold: true });
      for (const row of block.rows) page.row(row, { size: 10 });
      return page.down(12);
    case 'questions':
      for (const { question, answer } of block.items) {
        page.keep(48);
        page.text(question, { size: 11, bold: true, below: 2 });
        page.text(answer, BODY);
      }
      return;
    case 'script':
      for (const { speaker, text } of block.turns) page.text(`${speaker}: ${text}`, BODY);
  }
}
