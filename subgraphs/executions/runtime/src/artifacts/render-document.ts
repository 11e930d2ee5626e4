import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { RenderRequest } from './render-request.ts';

/** The bytes of a file. */
export async function renderDocument(request: RenderRequest): Promise<Uint8Array> {
  switch (request.format) {
    case 'MARKDOWN':
      return new TextEncoder().encode(renderMarkdown(request));
    case 'HTML':
      return new TextEncoder().encode(renderHtml(request));
  }
}
