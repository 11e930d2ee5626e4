import { Permission, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { UploadTooLargeError } from '../../errors.ts';
import { actorOf } from '../../notebook-rights.ts';
import { CreateUploadInput } from '../../types/document-inputs.ts';
import { UploadPayload } from '../../types/payloads.ts';
import { checkedName } from '../notebook-input.ts';
import { permit, requireNotebook } from '../reachable.ts';
import { withUserErrors } from '../with-user-errors.ts';

const KEPT_MS = 24 * 60 * 60 * 1_000; // 24 hours, as long as idempotency keys
const SHA256 = /^[0-9a-f]{64}$/u;
/** What can stand in a header; anything else would be a way to write another one. */
const MIME_TYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/u;

@Resolver()
export class CreateUploadResolver {
  @Permission('document:add')
  @Mutation(() => UploadPayload, { description: 'A signed link to PUT the bytes to.' })
  createUpload(
    @Arg('input', () => CreateUploadInput) input: CreateUploadInput,
    @Ctx() context: MemoryContext,
  ): Promise<UploadPayload> {
    return withUserErrors<UploadPayload>({ upload: null, existing: null }, async () => {
      const viewer = requireViewer(context);
      const { config, documents, uploads, links, ids, clock } = context.memory;
      const { bytes } = input;
      const name = checkedName('name', input.name);
      const sha256 = input.sha256?.toLowerCase() ?? null;
      if (bytes < 1)
        throw new ValidationError(['bytes'], 'at least 1 byte', String(bytes), 'An empty file holds no knowledge.');
      if (bytes > config.maximumBytes) throw new UploadTooLargeError(bytes, config.maximumBytes);
      if (sha256 !== null && !SHA256.test(sha256))
        throw new ValidationError(['sha256'], '64 hexadecimal digits', `${sha256.length} characters`);
      const notebook = await requireNotebook(context, input.notebookId);
      permit(context, 'addDocument', notebook);
      const existing = sha256 === null ? null : await documents.byBytes(viewer.tenantId, notebook.id, sha256);
      if (existing !== null) return { upload: null, existing };
      const id = ids('upl');
      const now = clock.now();
      const mimeType = MIME_TYPE.test(input.mimeType ?? '') ? (input.mimeType ?? '') : 'application/octet-stream';
      await uploads.create(viewer.tenantId, {
        id,
        notebookId: notebook.id,
        userId: actorOf(viewer),
        name,
        mimeType,
        bytes,
        sha256,
        blobKey: null,
        receivedBytes: null,
        receivedSha256: null,
        expiresAtMs: now.getTime() + KEPT_MS,
        createdAt: now.toISOString(),
      });
      const { url, expiresAt } = links.toUpload(viewer.tenantId, id);
      return {
        upload: { id, url, headers: { 'content-type': mimeType }, expiresAt: expiresAt.toISOString() },
        existing: null,
      };
    });
  }
}
