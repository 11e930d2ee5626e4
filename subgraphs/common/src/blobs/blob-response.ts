import type { BlobRange, BlobStore } from './blob-store.ts';

const RANGE = /^bytes=(\d+)-(\d*)$/u;

export interface BlobResponseOptions {
  /** What they are: type, disposition, policy. */
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

/**
 * The bytes of a blob as an answer to GET or HEAD, whole or the one range that was asked for (RFC 9110 §14; several ranges are answered whole).
 * @throws BlobNotFoundError, BlobRangeError
 */
export async function blobResponse(
  blobs: BlobStore,
  key: string,
  request: Request,
  { headers, signal }: BlobResponseOptions,
): Promise<Response> {
  const range = rangeOf(request);
  const content = await blobs.get(key, { signal, ...(range === null ? {} : { range }) });
  headers.set('accept-ranges', 'bytes');
  headers.set('content-length', String(content.bytes));
  if (range !== null)
    headers.set('content-range', `bytes ${range.start}-${range.start + content.bytes - 1}/${content.totalBytes}`);
  if (request.method === 'HEAD') await content.stream.cancel();
  return new Response(request.method === 'HEAD' ? null : content.stream, {
    status: range === null ? 200 : 206,
    headers,
  });
}

function rangeOf(request: Request): BlobRange | null {
  const match = RANGE.exec(request.headers.get('range') ?? '');
  if (match === null) return null;
  return { start: Number(match[1]), ...(match[2] === '' || match[2] === undefined ? {} : { end: Number(match[2]) }) };
}
