import type { Client } from 'urql';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { isRecord } from '../../json/is-record.ts';
import { AddDocumentDocument, CreateUploadDocument } from './notebook-document.ts';

/** As the route says; a larger file is refused before a byte is sent. */
export const MAXIMUM_BYTES = 100_000_000;

/** Above this, hashing in the browser costs more than sending twice. */
const MOST_HASHED_BYTES = 32_000_000;

export type UploadOutcome =
  | { kind: 'added'; documentId: string }
  | { kind: 'existing'; title: string }
  | { kind: 'refused'; problem: string };

interface UploadOptions {
  notebookId: string;
  file: File;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Announces a file, sends its bytes, and adds it to the notebook. Bytes that are already there are not sent again. */
export async function uploadFile(
  client: Client,
  { notebookId, file, onProgress, signal }: UploadOptions,
): Promise<UploadOutcome> {
  if (file.size === 0) return refused('The file is empty.');
  if (file.size > MAXIMUM_BYTES)
    return refused(
      `The file has ${Math.round(file.size / 1_000_000)} MB; up to 100 MB are possible. Split it and add the parts.`,
    );
  const announced = await client
    .mutation(CreateUploadDocument, {
      input: {
        notebookId,
        name: file.name,
        mimeType: file.type || undefined,
        bytes: file.size,
        sha256: await hashOf(file),
      },
    })
    .toPromise();
  if (announced.error !== undefined) return refused(problemLine(announced.error));
  const payload = announced.data?.createUpload;
  const [userError] = payload?.userErrors ?? [];
  if (userError !== undefined) return refused(errorLine(userError));
  if (payload?.existing) return { kind: 'existing', title: payload.existing.title };
  if (!payload?.upload) return refused('The server gave no place to send the file to.');

  const failure = await putBytes(payload.upload.url, headersOf(payload.upload.headers), file, onProgress, signal);
  if (failure !== null) return refused(failure);
  const added = await client
    .mutation(AddDocumentDocument, {
      input: { notebookId, uploadId: payload.upload.id, title: file.name, idempotencyKey: idempotencyKey() },
    })
    .toPromise();
  if (added.error !== undefined) return refused(problemLine(added.error));
  const [addError] = added.data?.addDocument.userErrors ?? [];
  if (addError !== undefined) return refused(errorLine(addError));
  const documentId = added.data?.addDocument.document?.id;
  return documentId === undefined
    ? refused('The server did not answer with the document.')
    : { kind: 'added', documentId };
}

function refused(problem: string): UploadOutcome {
  return { kind: 'refused', problem };
}

function headersOf(headers: unknown): [string, string][] {
  return isRecord(headers)
    ? Object.entries(headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as [string, string]] : [],
      )
    : [];
}

/** `fetch` cannot tell how much was sent, so this is the older interface. Null = arrived. */
function putBytes(
  url: string,
  headers: readonly [string, string][],
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of headers)
      if (name.toLowerCase() !== 'content-length') request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) =>
      onProgress(event.total > 0 ? event.loaded / event.total : 0),
    );
    request.addEventListener('load', () => resolve(request.status < 300 ? null : refusalText(request)));
    request.addEventListener('error', () =>
      resolve('The connection broke while the file was sent. Add it again; nothing was stored.'),
    );
    request.addEventListener('abort', () => resolve('Stopped. Nothing was stored.'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function refusalText(request: XMLHttpRequest): string {
  try {
    const body: unknown = JSON.parse(request.responseText);
    const error = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
    if (isRecord(error) && typeof error['message'] === 'string') return error['message'];
  } catch {
    // No JSON: the status is all there is.
  }
  return request.status === 413
    ? 'The file is too large for this server.'
    : `The server refused the file (${request.status}).`;
}

/** Undefined where the browser offers no hashing (plain http) or the file is large: then every byte is sent. */
async function hashOf(file: File): Promise<string | undefined> {
  if (!('subtle' in crypto) || file.size > MOST_HASHED_BYTES) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
