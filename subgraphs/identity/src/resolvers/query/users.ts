import { type Connection, Permission } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { UserConnection } from '../../types/user-connection.ts';
import { UserFilter } from '../../types/user-filter.ts';
import type { UserRecord } from '../../user.ts';
import { userPage } from '../user-page.ts';

@Resolver()
export class UsersResolver {
  @Permission('user:read')
  @Query(() => UserConnection)
  users(
    @Arg('filter', () => UserFilter, { nullable: true }) filter: UserFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<UserRecord>> {
    return userPage(context, { ...filter }, { first, after: after ?? null });
  }
}
