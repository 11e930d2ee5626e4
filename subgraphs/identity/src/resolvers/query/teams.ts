import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import type { TeamRecord } from '../../team.ts';
import { TeamConnection } from '../../types/team-connection.ts';

@Resolver()
export class TeamsResolver {
  @Permission('team:read')
  @Query(() => TeamConnection)
  async teams(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('departmentId', () => ID, { nullable: true }) departmentId: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<TeamRecord>> {
    const page = pageRequest({ first, after });
    const query = { search: search ?? null, departmentId: departmentId ?? null };
    const teams = await context.parts.people.teamPage(requireViewer(context).tenantId, query, page);
    return toConnection(teams, page, (team) => [team.name.toLowerCase(), team.id]);
  }
}
