import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { loadTeam } from '../../loaders.ts';
import type { TeamRecord } from '../../team.ts';
import { Team } from '../../types/team.ts';

@Resolver()
export class TeamResolver {
  @Permission('team:read')
  @Query(() => Team, { nullable: true })
  team(@Arg('id', () => ID) id: string, @Ctx() context: IdentityContext): Promise<TeamRecord | null> {
    return loadTeam(context, id);
  }
}
