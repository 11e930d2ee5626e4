import { DeletePayload, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { DeleteNotebookInput } from '../../types/notebook-inputs.ts';
import { lockFor } from '../reachable.ts';
import { withUserErrors } from '../with-user-errors.ts';

@Resolver()
export class DeleteNotebookResolver {
  @Permission('notebook:delete')
  @Mutation(() => DeletePayload, {
    description: 'Gone at once for everybody; ingestion then removes passages and bytes.',
  })
  deleteNotebook(
    @Arg('input', () => DeleteNotebookInput) input: DeleteNotebookInput,
    @Ctx() context: MemoryContext,
  ): Promise<DeletePayload> {
    return withUserErrors<DeletePayload>({ deletedId: null }, async () => {
      const viewer = requireViewer(context);
      const { notebooks, documents, events, database, clock } = context.memory;
      const { notebookId } = input;
      await database.tenant(viewer.tenantId).transaction(async (transaction) => {
        const before = await lockFor(context, transaction, 'deleteNotebook', notebookId);
        const documentCount = await documents.deleteAll(transaction, notebookId, clock.now().toISOString());
        await notebooks.delete(transaction, notebookId);
        await events.record(
          transaction,
          { viewer, requestId: context.requestId },
          {
            type: 'aether.notebook.deleted',
            subject: notebookId,
            action: 'notebook.delete',
            objectType: 'Notebook',
            before: { name: before.name, slug: before.slug, documentCount },
          },
        );
      });
      events.ring();
      await events.wakeIngestion(notebookId);
      return { deletedId: notebookId };
    });
  }
}
