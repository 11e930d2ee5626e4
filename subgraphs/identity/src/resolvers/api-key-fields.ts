import { Timestamp } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ApiKeyRecord } from '../api-key.ts';
import type { IdentityContext } from '../context.ts';
import { loadUser } from '../loaders.ts';
import { ApiKey } from '../types/api-key.ts';
import { User } from '../types/user.ts';
import type { UserRecord } from '../user.ts';

@Resolver(() => ApiKey)
export class ApiKeyFields {
  @FieldResolver(() => User, { nullable: true })
  user(@Root() key: ApiKeyRecord, @Ctx() context: IdentityContext): Promise<UserRecord | null> {
    return loadUser(context, key.userId);
  }

  @FieldResolver(() => Timestamp, { nullable: true })
  expiresAt(@Root() key: ApiKeyRecord): string | null {
    return key.expiresAtMs === null ? null : new Date(key.expiresAtMs).toISOString();
  }
}
