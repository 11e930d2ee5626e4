import { isConstraintViolation } from '@aether/common/graph';
import { NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { NameTakenError } from '../../errors.ts';
import { checkName } from '../../text-rules.ts';
import { TeamPayload } from '../../types/team-payload.ts';
import { UpdateTeamInput } from '../../types/update-team-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { saveTeam } from '../../writes/save-team.ts';

@Resolver()
export class UpdateTeamResolver {
  @Permission('team:manage')
  @Mutation(() => TeamPayload)
  async updateTeam(
    @Arg('input', () => UpdateTeamInput) input: UpdateTeamInput,
    @Ctx() context: IdentityContext,
  ): Promise<TeamPayload> {
    const { changes, groups } = context.parts;
    const { teamId: id } = input;
    try {
      const team = await changes.change(causeOf(context), async (change) => {
        const before = await groups.lockedTeam(change, id);
        if (before === null) throw new NotFoundError('team', id);
        const name = input.name == null ? before.name : checkName(input.name);
        const departmentId = input.departmentId === undefined ? before.departmentId : input.departmentId;
        const [add, remove] = [input.addMemberIds ?? [], input.removeMemberIds ?? []];
        const saved = await saveTeam(change, groups, { id, name, departmentId, add, remove });
        change.tell('team-updated', {
          subject: id,
          before,
          after: { name, departmentId, addMemberIds: add, removeMemberIds: remove },
        });
        return saved;
      });
      return { team, userErrors: [] };
    } catch (error) {
      const mended = isConstraintViolation(error) ? new NameTakenError('team', input.name ?? '') : error;
      return { team: null, userErrors: [mendableError(mended)] };
    }
  }
}
