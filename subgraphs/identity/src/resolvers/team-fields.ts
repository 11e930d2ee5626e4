import type { Connection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { IdentityContext } from '../context.ts';
import type { DepartmentRecord } from '../department.ts';
import { loadDepartment } from '../loaders.ts';
import type { TeamRecord } from '../team.ts';
import { Department } from '../types/department.ts';
import { Team } from '../types/team.ts';
import { UserConnection } from '../types/user-connection.ts';
import type { UserRecord } from '../user.ts';
import { userPage } from './user-page.ts';

@Resolver(() => Team)
export class TeamFields {
  @FieldResolver(() => Department, { nullable: true })
  async department(@Root() team: TeamRecord, @Ctx() context: IdentityContext): Promise<DepartmentRecord | null> {
    return team.departmentId === null ? null : loadDepartment(context, team.departmentId);
  }

  @FieldResolver(() => UserConnection)
  members(
    @Root() team: TeamRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<UserRecord>> {
    return userPage(context, { teamId: team.id }, { first, after: after ?? null });
  }
}
