import { DeletePayload, NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { DeleteTeamInput } from '../../types/delete-team-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class DeleteTeamResolver {
  @Permission('team:manage')
  @Mutation(() => DeletePayload, { description: 'Its members lose what was shared with the team only.' })
  async deleteTeam(
    @Arg('input', () => DeleteTeamInput) input: DeleteTeamInput,
    @Ctx() context: IdentityContext,
  ): Promise<DeletePayload> {
    const { changes, groups } = context.parts;
    const { teamId: id } = input;
    try {
      await changes.change(causeOf(context), async (change) => {
        const before = await groups.lockedTeam(change, id);
        if (before === null) throw new NotFoundError('team', id);
        const memberIds = await groups.removeMembers(change, id, null);
        await groups.deleteTeam(change, id);
        for (const userId of memberIds) change.revoke(userId);
        change.tell('team-deleted', { subject: id, before: { ...before, memberIds } });
      });
      return { deletedId: id, userErrors: [] };
    } catch (error) {
      return { deletedId: null, userErrors: [mendableError(error)] };
    }
  }
}
