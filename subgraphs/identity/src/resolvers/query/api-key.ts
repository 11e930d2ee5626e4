import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ApiKeyRecord } from '../../api-key.ts';
import type { IdentityContext } from '../../context.ts';
import { loadApiKey } from '../../loaders.ts';
import { ApiKey } from '../../types/api-key.ts';

@Resolver()
export class ApiKeyResolver {
  @Permission('api-key:read')
  @Query(() => ApiKey, { nullable: true })
  apiKey(@Arg('id', () => ID) id: string, @Ctx() context: IdentityContext): Promise<ApiKeyRecord | null> {
    return loadApiKey(context, id);
  }
}
