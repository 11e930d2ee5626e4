import { Permission, ValidationError, requireViewer } from '@aether/common/service';
import { isId } from '@aether/schema';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { audienceOf } from '../../notebook-audience.ts';
import { GrantNotebookAccessInput } from '../../types/notebook-inputs.ts';
import { NotebookPayload } from '../../types/payloads.ts';
import { lockFor } from '../reachable.ts';
import { withUserErrors } from '../with-user-errors.ts';

@Resolver()
export class GrantNotebookAccessResolver {
  @Permission('notebook:update')
  @Mutation(() => NotebookPayload, {
    description: 'Ids of persons are not looked up: a grant to nobody of this tenant lets nobody in.',
  })
  grantNotebookAccess(
    @Arg('input', () => GrantNotebookAccessInput) input: GrantNotebookAccessInput,
    @Ctx() context: MemoryContext,
  ): Promise<NotebookPayload> {
    return withUserErrors<NotebookPayload>({ notebook: null }, async () => {
      const viewer = requireViewer(context);
      const { notebooks, events, database, clock } = context.memory;
      const { notebookId, userId, role = null } = input;
      if (!isId('usr', userId)) throw new ValidationError(['userId'], 'the id of a person', JSON.stringify(userId));
      const notebook = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
        const before = await lockFor(context, transaction, 'grantNotebookAccess', notebookId);
        if (userId === before.ownerId)
          throw new ValidationError(['userId'], 'somebody else than the owner', 'the owner');
        const now = clock.now().toISOString();
        const grants = await notebooks.putGrant(transaction, { notebookId, userId, role, now });
        const granteeIds = grants.map((grant) => grant.userId);
        const after = await notebooks.update(transaction, notebookId, {
          audience: [...audienceOf({ ownerId: before.ownerId, sharedWith: before.sharedWith, granteeIds })],
          editorIds: grants.filter((grant) => grant.role === 'EDITOR').map((grant) => grant.userId),
          updatedAt: now,
        });
        await events.record(
          transaction,
          { viewer, requestId: context.requestId },
          {
            type: 'aether.notebook.access-granted',
            subject: notebookId,
            action: role === null ? 'notebook.withdraw-access' : 'notebook.grant-access',
            objectType: 'Notebook',
            after: { userId, role },
          },
        );
        return after;
      });
      events.ring();
      return { notebook };
    });
  }
}
