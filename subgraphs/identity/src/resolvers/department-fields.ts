import type { Connection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { IdentityContext } from '../context.ts';
import type { DepartmentRecord } from '../department.ts';
import { Department } from '../types/department.ts';
import { UserConnection } from '../types/user-connection.ts';
import type { UserRecord } from '../user.ts';
import { userPage } from './user-page.ts';

@Resolver(() => Department)
export class DepartmentFields {
  @FieldResolver(() => UserConnection)
  members(
    @Root() department: DepartmentRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<UserRecord>> {
    return userPage(context, { departmentId: department.id }, { first, after: after ?? null });
  }
}
