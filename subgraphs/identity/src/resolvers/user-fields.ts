import { requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IdentityContext } from '../context.ts';
import type { DepartmentRecord } from '../department.ts';
import { loadDepartment, loadTeamsOf } from '../loaders.ts';
import { roleOf, type RoleRecord } from '../role.ts';
import type { TeamRecord } from '../team.ts';
import { Department } from '../types/department.ts';
import { Role } from '../types/role.ts';
import { Team } from '../types/team.ts';
import { User } from '../types/user.ts';
import type { UserRecord } from '../user.ts';

@Resolver(() => User)
export class UserFields {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Visible to the person and to administrators, else null.',
  })
  email(@Root() user: UserRecord, @Ctx() context: IdentityContext): string | null {
    const viewer = requireViewer(context);
    return viewer.userId === user.id || viewer.permissions.includes('user:manage') ? user.email : null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether evidence may name the person as a user or an expert of agents. False until the person agrees. Visible to the person, else null.',
  })
  namedInEvidence(@Root() user: UserRecord, @Ctx() context: IdentityContext): boolean | null {
    return requireViewer(context).userId === user.id ? user.namedInEvidence : null;
  }

  @FieldResolver(() => Role)
  role(@Root() user: UserRecord): RoleRecord {
    return roleOf(user.roleKey);
  }

  @FieldResolver(() => Department, { nullable: true })
  async department(@Root() user: UserRecord, @Ctx() context: IdentityContext): Promise<DepartmentRecord | null> {
    return user.departmentId === null ? null : loadDepartment(context, user.departmentId);
  }

  @FieldResolver(() => [Team])
  teams(@Root() user: UserRecord, @Ctx() context: IdentityContext): Promise<readonly TeamRecord[]> {
    return loadTeamsOf(context, user.id);
  }
}
