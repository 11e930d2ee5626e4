import { ForbiddenError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import type { NotebookRecord } from '../../db/notebook-record.ts';
import { audienceOf, sharedWith } from '../../notebook-audience.ts';
import { actorOf } from '../../notebook-rights.ts';
import { UpdateNotebookInput } from '../../types/notebook-inputs.ts';
import { NotebookPayload } from '../../types/payloads.ts';
import { checkedName, checkedSettings, checkedText } from '../notebook-input.ts';
import { lockFor, permit } from '../reachable.ts';
import { withUserErrors } from '../with-user-errors.ts';

const facts = ({ name, domain, description, visibility, passageTokens, overlapTokens }: NotebookRecord) => ({
  name,
  domain,
  description,
  visibility,
  passageTokens,
  overlapTokens,
});

@Resolver()
export class UpdateNotebookResolver {
  @Permission('notebook:update')
  @Mutation(() => NotebookPayload, { description: 'Fields that are left out stay; null empties what may be empty.' })
  updateNotebook(
    @Arg('input', () => UpdateNotebookInput) input: UpdateNotebookInput,
    @Ctx() context: MemoryContext,
  ): Promise<NotebookPayload> {
    return withUserErrors<NotebookPayload>({ notebook: null }, async () => {
      const viewer = requireViewer(context);
      const { notebooks, events, database, clock } = context.memory;
      const notebook = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
        const before = await lockFor(context, transaction, 'updateNotebook', input.notebookId);
        const after = await notebooks.update(transaction, before.id, {
          ...(typeof input.name === 'string' ? { name: checkedName('name', input.name) } : {}),
          ...(input.domain === undefined ? {} : { domain: checkedText('domain', input.domain) }),
          ...(input.description === undefined ? {} : { description: checkedText('description', input.description) }),
          ...visibilityOf(context, before, input),
          ...checkedSettings(input, before),
          updatedAt: clock.now().toISOString(),
        });
        await events.record(
          transaction,
          { viewer, requestId: context.requestId },
          {
            type: 'aether.notebook.updated',
            subject: before.id,
            action: 'notebook.update',
            objectType: 'Notebook',
            before: facts(before),
            after: facts(after),
          },
        );
        return after;
      });
      events.ring();
      return { notebook };
    });
  }
}

function visibilityOf(
  context: MemoryContext,
  before: NotebookRecord,
  input: UpdateNotebookInput,
): Partial<NotebookRecord> {
  const { visibility } = input;
  if (visibility === null || visibility === undefined || visibility === before.visibility) return {};
  permit(context, 'grantNotebookAccess', before);
  const viewer = requireViewer(context);
  // Team and department are those of the owner, which only the owner's own request knows.
  if ((visibility === 'TEAM' || visibility === 'DEPARTMENT') && before.ownerId !== actorOf(viewer)) {
    throw new ForbiddenError('updateNotebook', {
      reason: 'Only the owner can share a notebook with their own team or department.',
    });
  }
  const shared = sharedWith(visibility, viewer);
  const granteeIds = before.audience.filter((id) => id !== before.ownerId && !before.sharedWith.includes(id));
  return {
    visibility,
    sharedWith: [...shared],
    audience: [...audienceOf({ ownerId: before.ownerId, sharedWith: shared, granteeIds })],
  };
}
