import { type TenantTransaction, claimIdempotencyKey, hashInput } from '@aether/common/graph';
import { NotFoundError, Permission, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { readerOf } from '../../db/access.ts';
import type { DocumentRecord } from '../../db/document-record.ts';
import { UploadIncompleteError, UploadTooLargeError } from '../../errors.ts';
import { actorOf } from '../../notebook-rights.ts';
import { AddDocumentInput } from '../../types/document-inputs.ts';
import { DocumentPayload } from '../../types/payloads.ts';
import { checkedName } from '../notebook-input.ts';
import { lockFor, requireNotebook } from '../reachable.ts';
import { withUserErrors } from '../with-user-errors.ts';

/** Stored bytes that become a document. */
interface Source {
  readonly blobKey: string | null;
  readonly bytes: number;
  readonly sha256: string;
  readonly mimeType: string;
  readonly name: string;
}

const TITLE_LENGTH = 80;

@Resolver()
export class AddDocumentResolver {
  @Permission('document:add')
  @Mutation(() => DocumentPayload)
  addDocument(
    @Arg('input', () => AddDocumentInput) input: AddDocumentInput,
    @Ctx() context: MemoryContext,
  ): Promise<DocumentPayload> {
    return withUserErrors<DocumentPayload>({ document: null }, async () => {
      const { blobs, events } = context.memory;
      const { tenantId } = requireViewer(context);
      // Before anything is stored: whoever may not write here leaves nothing behind.
      await requireNotebook(context, input.notebookId);
      const id = context.memory.ids('doc');
      const text = await storedText(context, input, id);
      try {
        const document = await add(context, input, id, text);
        if (text !== null && document.blobKey !== text.blobKey) await blobs.delete(text.blobKey ?? '');
        if (document.id === id) {
          events.ring();
          await events.wakeIngestion(id);
          events.documentChanged(tenantId, document.notebookId, id);
        }
        return { document };
      } catch (error) {
        if (text?.blobKey) await blobs.delete(text.blobKey);
        throw error;
      }
    });
  }
}

/** Text of the input as bytes; null when an upload is named. */
async function storedText(context: MemoryContext, input: AddDocumentInput, id: string): Promise<Source | null> {
  const { uploadId = null, text = null } = input;
  if ((uploadId === null) === (text === null)) {
    throw new ValidationError(
      [text === null ? 'uploadId' : 'text'],
      'exactly one of "uploadId" and "text"',
      text === null ? 'none' : 'both',
    );
  }
  if (text === null) return null;
  const { blobs, config } = context.memory;
  const bytes = new TextEncoder().encode(text);
  if (text.trim() === '') throw new ValidationError(['text'], 'text to learn from', 'none');
  if (bytes.length > config.maximumBytes) throw new UploadTooLargeError(bytes.length, config.maximumBytes);
  const blobKey = `${requireViewer(context).tenantId}/documents/${id}/original`;
  const stored = await blobs.put(blobKey, bytes, {
    maximumBytes: config.maximumBytes,
    mimeType: 'text/plain',
    signal: context.signal,
  });
  const firstLine =
    text
      .trim()
      .split('\n', 1)[0]
      ?.replace(/^#+\s*/u, '') ?? '';
  const name = firstLine.slice(0, TITLE_LENGTH).toWellFormed().trim() || 'Untitled';
  return { blobKey, ...stored, mimeType: 'text/plain', name };
}

async function uploaded(
  context: MemoryContext,
  transaction: TenantTransaction,
  input: AddDocumentInput,
): Promise<Source> {
  const uploadId = input.uploadId ?? '';
  const upload = await context.memory.uploads.byIdIn(transaction, uploadId);
  const isTheirs = upload?.notebookId === input.notebookId && upload.userId === actorOf(requireViewer(context));
  if (upload === null || !isTheirs) throw new NotFoundError('upload', uploadId);
  const { receivedBytes, receivedSha256, blobKey, mimeType, name } = upload;
  if (receivedBytes === null || receivedSha256 === null)
    throw new UploadIncompleteError({ announced: upload.bytes, received: 0 });
  return { blobKey, bytes: receivedBytes, sha256: receivedSha256, mimeType, name };
}

function add(
  context: MemoryContext,
  input: AddDocumentInput,
  id: string,
  text: Source | null,
): Promise<DocumentRecord> {
  const viewer = requireViewer(context);
  const { database, documents, uploads, events, clock } = context.memory;
  const { idempotencyKey, ...rest } = input;
  const inputHash = hashInput({ ...rest, text: text?.sha256 ?? null });
  return database.tenant(viewer.tenantId).transaction(async (transaction) => {
    await lockFor(context, transaction, 'addDocument', input.notebookId);
    const now = clock.now();
    const write = {
      actor: actorOf(viewer),
      operation: 'addDocument',
      key: checkedName('idempotencyKey', idempotencyKey),
      inputHash,
      resultId: id,
      nowMs: now.getTime(),
    };
    const earlierId = await claimIdempotencyKey(transaction, write);
    const [earlier = null] =
      earlierId === null ? [] : await documents.byIds(viewer.tenantId, readerOf(viewer), [earlierId]);
    if (earlier !== null) return earlier;
    const source = text ?? (await uploaded(context, transaction, input));
    const same = await documents.byBytesIn(transaction, input.notebookId, source.sha256);
    // The bytes of the second upload stay with it and expire.
    if (same !== null) return same;
    if (source.blobKey === null) throw new NotFoundError('upload', input.uploadId ?? '');
    const document = await documents.create(transaction, {
      id,
      notebookId: input.notebookId,
      title:
        typeof input.title === 'string' && input.title.trim() !== '' ? checkedName('title', input.title) : source.name,
      mimeType: source.mimeType,
      bytes: source.bytes,
      sha256: source.sha256,
      blobKey: source.blobKey,
      textKey: null,
      status: 'QUEUED',
      progress: 0,
      errorCode: null,
      errorMessage: null,
      errorStage: null,
      errorRetryable: null,
      errorHint: null,
      pageCount: null,
      passageCount: 0,
      addedById: viewer.userId,
      generation: 1,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    });
    if (typeof input.uploadId === 'string') await uploads.consume(transaction, input.uploadId);
    await events.record(
      transaction,
      { viewer, requestId: context.requestId },
      {
        type: 'aether.document.added',
        subject: id,
        action: 'document.add',
        objectType: 'Document',
        after: { notebookId: input.notebookId, title: document.title, bytes: document.bytes, sha256: document.sha256 },
      },
    );
    return document;
  });
}
