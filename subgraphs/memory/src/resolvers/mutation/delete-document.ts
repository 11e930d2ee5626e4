import { DeletePayload, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { DeleteDocumentInput } from '../../types/document-inputs.ts';
import { lockFor, requireDocument } from '../reachable.ts';
import { withUserErrors } from '../with-user-errors.ts';

@Resolver()
export class DeleteDocumentResolver {
  @Permission('document:delete')
  @Mutation(() => DeletePayload, {
    description: 'Gone at once for everybody; ingestion then removes passages and bytes.',
  })
  deleteDocument(
    @Arg('input', () => DeleteDocumentInput) input: DeleteDocumentInput,
    @Ctx() context: MemoryContext,
  ): Promise<DeletePayload> {
    return withUserErrors<DeletePayload>({ deletedId: null }, async () => {
      const viewer = requireViewer(context);
      const { database, documents, events, clock } = context.memory;
      const before = await requireDocument(context, input.documentId);
      await database.tenant(viewer.tenantId).transaction(async (transaction) => {
        await lockFor(context, transaction, 'deleteDocument', before.notebookId);
        if (!(await documents.delete(transaction, before.id, clock.now().toISOString())))
          throw new NotFoundError('document', before.id);
        await events.record(
          transaction,
          { viewer, requestId: context.requestId },
          {
            type: 'aether.document.deleted',
            subject: before.id,
            action: 'document.delete',
            objectType: 'Document',
            before: { notebookId: before.notebookId, title: before.title, sha256: before.sha256 },
          },
        );
      });
      events.ring();
      await events.wakeIngestion(before.id);
      events.documentChanged(viewer.tenantId, before.notebookId, before.id);
      return { deletedId: before.id };
    });
  }
}
