import { blobResponse } from '@aether/common/blobs';
import { errorResponse, type Logger, NotFoundError, type Route } from '@aether/common/service';
import type { ExecutionsParts } from '../context.ts';
import type { ArtifactRecord } from '../db/artifact-records.ts';

/** Types that a browser may show in place. HTML is ours and has no script, and the sandbox lets none run all the same. */
const SHOWN = new Set([
  'application/pdf',
  'text/plain',
  'text/markdown',
  'text/html',
  'text/csv',
  'application/json',
  'image/png',
  'image/jpeg',
  'image/webp',
  'audio/mpeg',
]);
/** Nothing is loaded and nothing runs; styles are in the file. Only pages of ours may frame it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

function headersOf({ name, mimeType, sha256 }: ArtifactRecord): Headers {
  const isText = mimeType.startsWith('text/') || mimeType === 'application/json';
  // Browsers download Markdown and CSV instead of showing them.
  const type = isText && mimeType !== 'text/html' ? 'text/plain' : mimeType;
  return new Headers({
    'content-type': isText ? `${type}; charset=utf-8` : mimeType,
    'content-disposition': `${SHOWN.has(mimeType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    etag: `"${sha256}"`,
  });
}

/** `GET /artifacts/:id`: the bytes of an artifact by a signed link, with byte ranges. */
export function artifactRoute(
  parts: Pick<ExecutionsParts, 'artifacts' | 'artifactLinks' | 'blobs'>,
  logger: Logger,
): Route {
  return {
    method: 'GET',
    path: '/artifacts/:id',
    async handle(request, { parameters, context }) {
      try {
        const tenantId = parts.artifactLinks.tenantOf(request);
        const id = parameters['id'] ?? '';
        // The link was made for somebody who may see it; it ends with the artifact.
        const [artifact] = await parts.artifacts.findAll(tenantId, [id]);
        if (artifact === undefined) throw new NotFoundError('file', id);
        return await blobResponse(parts.blobs, artifact.blobKey, request, {
          headers: headersOf(artifact),
          signal: context.signal,
        });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}
