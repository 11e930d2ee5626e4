import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { ApiKeyRecord } from '../../api-key.ts';
import type { IdentityContext } from '../../context.ts';
import { ApiKeyConnection } from '../../types/api-key-connection.ts';

@Resolver()
export class ApiKeysResolver {
  @Permission('api-key:read')
  @Query(() => ApiKeyConnection, { description: 'Keys of the viewer; of everybody for administrators.' })
  async apiKeys(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<ApiKeyRecord>> {
    const { tenantId, userId, permissions } = requireViewer(context);
    const page = pageRequest({ first, after });
    // A viewer who is no person has no keys: the empty text is nobody's id.
    const owner = permissions.includes('api-key:manage') ? null : (userId ?? '');
    const keys = await context.parts.apiKeys.page(tenantId, owner, page);
    return toConnection(keys, page, (key) => [key.id]);
  }
}
