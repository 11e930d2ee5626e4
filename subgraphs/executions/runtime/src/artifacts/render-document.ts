import type { Block } from './document.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderQuestionsCsv, renderQuestionsJson } from './render-questions.ts';
import type { RenderRequest } from './render-request.ts';
import { renderCsv, renderXlsx } from './render-tables.ts';

/** The bytes of a file. Writers of large formats are loaded when one is wanted. */
export async function renderDocument(request: RenderRequest): Promise<Uint8Array> {
  switch (request.format) {
    case 'MARKDOWN':
      return text(renderMarkdown(request));
    case 'HTML':
      return text(renderHtml(request));
    case 'SCRIPT':
      return text(renderMarkdown({ ...request, document: { ...request.document, blocks: spoken(request) } }));
    case 'CSV':
      return text(renderCsv(request));
    case 'XLSX':
      return renderXlsx(request);
    case 'QUESTIONS_JSON':
      return text(renderQuestionsJson(request));
    case 'QUESTIONS_CSV':
      return text(renderQuestionsCsv(request));
    case 'PDF':
      return (await import('./render-pdf.ts')).renderPdf(request);
    case 'DOCX':
      return (await import('./render-docx.ts')).renderDocx(request);
    case 'PPTX':
      return (await import('./render-pptx.ts')).renderPptx(request);
  }
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const spoken = ({ document }: RenderRequest): Block[] => document.blocks.filter(({ type }) => type === 'script');
