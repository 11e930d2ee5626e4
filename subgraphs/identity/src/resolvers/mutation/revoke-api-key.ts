import { NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { ApiKeyPayload } from '../../types/api-key-payload.ts';
import { RevokeApiKeyInput } from '../../types/revoke-api-key-input.ts';

@Resolver()
export class RevokeApiKeyResolver {
  @Permission('api-key:revoke')
  @Mutation(() => ApiKeyPayload, { description: 'A key that was revoked before stays as it is.' })
  async revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput) input: RevokeApiKeyInput,
    @Ctx() context: IdentityContext,
  ): Promise<ApiKeyPayload> {
    const { changes, apiKeys } = context.parts;
    const { userId, permissions } = requireViewer(context);
    const owner = permissions.includes('api-key:manage') ? null : (userId ?? '');
    const apiKey = await changes.change(causeOf(context), async (change) => {
      const [key] = await apiKeys.revoke(change, { id: input.apiKeyId, userId: owner });
      if (key === undefined) throw new NotFoundError('API key', input.apiKeyId);
      if (key.revokedAt === change.at) {
        change.revoke(key.userId);
        change.tell('api-key-revoked', { subject: key.id, before: { name: key.name, prefix: key.prefix } });
      }
      return key;
    });
    return { apiKey, userErrors: [] };
  }
}
