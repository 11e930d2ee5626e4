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
]);
const RANGE = /^bytes=(\d+)-(\d*)$/u;
/** Nothing is loaded and nothing runs; styles are in the file. Only pages of ours may frame it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

function rangeOf(request: Request): { start: number; end?: number } | null {
  const match = RANGE.exec(request.headers.get('range') ?? '');
  if (match === null) return null;
  return { start: Number(match[1]), ...(match[2] === '' || match[2] === undefined ? {} : { end: Number(match[2]) }) };
}

function headersOf({ name, mimeType, sha256 }: ArtifactRecord): Headers {
  const isText = mimeType.startsWith('text/') || mimeType === 'application/json';
  // Browsers download Markdown and CSV instead of showing them.
  const type = isText && mimeType !== 'text/html' ? 'text/plain' : mimeType;
  return new Headers({
    'content-type': isText ? `${type}; charset=utf-8` : mimeType,
    'content-disposition': `${SHOWN.has(mimeType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
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
        const range = rangeOf(request);
        const headers = headersOf(artifact);
        const content = await parts.blobs.get(artifact.blobKey, {
          signal: context.signal,
          ...(range === null ? {} : { range }),
        });
        headers.set('content-length', String(content.bytes));
        if (range !== null)
          headers.set('content-range', `bytes ${range.start}-${range.start + content.bytes - 1}/${content.totalBytes}`);
        if (request.method === 'HEAD') await content.stream.cancel();
        return new Response(request.method === 'HEAD' ? null : content.stream, {
          status: range === null ? 200 : 206,
          headers,
        });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}
