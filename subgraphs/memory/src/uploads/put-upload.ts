import type { BlobStore } from '@aether/common/blobs';
import { BlobTooLargeError } from '@aether/common/blobs';
import { type Clock, type Logger, NotFoundError, type Route, errorResponse } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import type { UploadRecord, UploadStore } from '../db/upload-store.ts';
import { ChecksumMismatchError, UploadIncompleteError } from '../errors.ts';
import type { DocumentLinks } from './document-links.ts';

export interface PutUploadParts {
  readonly links: DocumentLinks;
  readonly uploads: UploadStore;
  readonly blobs: BlobStore;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The bytes as they were announced; anything else is removed again. */
async function receive(
  parts: PutUploadParts,
  tenantId: string,
  upload: UploadRecord,
  request: Request,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const blobKey = `${tenantId}/uploads/${upload.id}/${parts.ids('upl')}`;
  const body = request.body ?? new Uint8Array();
  const stored = await parts.blobs
    .put(blobKey, body, { maximumBytes: upload.bytes, mimeType: upload.mimeType, signal })
    .catch((error: unknown) => {
      throw error instanceof BlobTooLargeError
        ? new UploadIncompleteError({ announced: upload.bytes, received: upload.bytes + 1 })
        : error;
    });
  try {
    if (stored.bytes !== upload.bytes)
      throw new UploadIncompleteError({ announced: upload.bytes, received: stored.bytes });
    if (upload.sha256 !== null && upload.sha256 !== stored.sha256)
      throw new ChecksumMismatchError(upload.sha256, stored.sha256);
    const received = {
      id: upload.id,
      blobKey,
      receivedBytes: stored.bytes,
      receivedSha256: stored.sha256,
      now: parts.clock.now().toISOString(),
    };
    if (!(await parts.uploads.receive(tenantId, received))) await parts.blobs.delete(blobKey);
    return stored;
  } catch (error) {
    await parts.blobs.delete(blobKey);
    throw error;
  }
}

/** `PUT /uploads/:id`: takes the bytes of a signed link, as a stream, no more than were announced. Sent again, it answers the same. */
export function putUploadRoute(parts: PutUploadParts): Route {
  return {
    method: 'PUT',
    path: '/uploads/:id',
    async handle(request, { parameters, context }) {
      try {
        const tenantId = parts.links.tenantOf(request);
        const id = parameters['id'] ?? '';
        const upload = await parts.uploads.byId(tenantId, id);
        if (upload === null) throw new NotFoundError('upload', id);
        if (upload.receivedSha256 !== null)
          return Response.json({ id, bytes: upload.receivedBytes, sha256: upload.receivedSha256 });
        const stored = await receive(parts, tenantId, upload, request, context.signal);
        return Response.json({ id, ...stored }, { status: 201 });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger: parts.logger });
      }
    },
  };
}
