import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import { loadUser } from '../../loaders.ts';
import { User } from '../../types/user.ts';
import type { UserRecord } from '../../user.ts';

@Resolver()
export class UserResolver {
  @Permission('user:read')
  @Query(() => User, { nullable: true })
  user(@Arg('id', () => ID) id: string, @Ctx() context: IdentityContext): Promise<UserRecord | null> {
    return loadUser(context, id);
  }
}
