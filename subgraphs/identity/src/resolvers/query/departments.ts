import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import type { DepartmentRecord } from '../../department.ts';
import { DepartmentConnection } from '../../types/department-connection.ts';

@Resolver()
export class DepartmentsResolver {
  @Permission('department:read')
  @Query(() => DepartmentConnection)
  async departments(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<DepartmentRecord>> {
    const page = pageRequest({ first, after });
    const departments = await context.parts.people.departmentPage(
      requireViewer(context).tenantId,
      search ?? null,
      page,
    );
    return toConnection(departments, page, (department) => [department.name.toLowerCase(), department.id]);
  }
}
