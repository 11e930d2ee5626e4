import { blobResponse, type BlobStore } from '@aether/common/blobs';
import { type Logger, NotFoundError, type Route, errorResponse } from '@aether/common/service';
import type { DocumentStore } from '../db/document-store.ts';
import type { DocumentLinks } from './document-links.ts';

export interface GetOriginalParts {
  readonly links: DocumentLinks;
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly logger: Logger;
}

/** Types that a browser may show in place; HTML of strangers is never one of them. */
const SHOWN = new Set(['application/pdf', 'text/plain', 'text/markdown']);

function headersOf(document: { readonly title: string; readonly mimeType: string }): Headers {
  const shown = SHOWN.has(document.mimeType);
  const type = document.mimeType === 'application/pdf' ? document.mimeType : 'text/plain; charset=utf-8';
  return new Headers({
    'content-type': shown ? type : 'application/octet-stream',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(document.title)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
}

/** `GET /uploads/:id`: the original of a document by a signed link, with byte ranges. */
export function getOriginalRoute(parts: GetOriginalParts): Route {
  return {
    method: 'GET',
    path: '/uploads/:id',
    async handle(request, { parameters, context }) {
      try {
        const tenantId = parts.links.tenantOf(request);
        const id = parameters['id'] ?? '';
        // The link was made for somebody who may see the document; it ends with the document.
        const [document] = await parts.documents.byIds(tenantId, { principals: [], manages: true }, [id]);
        if (document === null || document === undefined) throw new NotFoundError('document', id);
        return await blobResponse(parts.blobs, document.blobKey, request, {
          headers: headersOf(document),
          signal: context.signal,
        });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger: parts.logger });
      }
    },
  };
}
