import { isConstraintViolation } from '@aether/common/graph';
import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { NameTakenError } from '../../errors.ts';
import { checkName } from '../../text-rules.ts';
import { CreateTeamInput } from '../../types/create-team-input.ts';
import { TeamPayload } from '../../types/team-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { saveTeam } from '../../writes/save-team.ts';

@Resolver()
export class CreateTeamResolver {
  @Permission('team:manage')
  @Mutation(() => TeamPayload)
  async createTeam(
    @Arg('input', () => CreateTeamInput) input: CreateTeamInput,
    @Ctx() context: IdentityContext,
  ): Promise<TeamPayload> {
    const { changes, groups, ids } = context.parts;
    const id = ids('tea');
    try {
      const name = checkName(input.name);
      const team = await changes.change(causeOf(context), async (change) => {
        const departmentId = input.departmentId ?? null;
        const saved = await saveTeam(change, groups, {
          id,
          name,
          departmentId,
          add: input.memberIds ?? [],
          remove: [],
        });
        change.tell('team-created', { subject: id, after: { name, departmentId, memberIds: input.memberIds ?? [] } });
        return saved;
      });
      return { team, userErrors: [] };
    } catch (error) {
      const mended = isConstraintViolation(error) ? new NameTakenError('team', input.name) : error;
      return { team: null, userErrors: [mendableError(mended)] };
    }
  }
}
