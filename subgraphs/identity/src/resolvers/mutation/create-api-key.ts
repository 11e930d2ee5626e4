import { hashToken } from '@aether/common/security';
import { ForbiddenError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { newApiKey } from '../../api-key.ts';
import { causeOf, type IdentityContext } from '../../context.ts';
import { CreateApiKeyInput } from '../../types/create-api-key-input.ts';
import { CreateApiKeyPayload } from '../../types/create-api-key-payload.ts';
import { checkApiKeyInput } from '../../writes/check-api-key-input.ts';
import { requireUnlimitedKey } from '../../writes/require-unlimited-key.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class CreateApiKeyResolver {
  @Permission('api-key:create')
  @Mutation(() => CreateApiKeyPayload)
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() context: IdentityContext,
  ): Promise<CreateApiKeyPayload> {
    const { changes, apiKeys, ids, random, clock, tokenPepper, operations } = context.parts;
    const viewer = requireViewer(context);
    const { userId } = viewer;
    if (userId === null) throw new ForbiddenError('api-key:create', { reason: 'An API key belongs to a person.' });
    await requireUnlimitedKey(operations, viewer, context.requestId);
    try {
      const checked = checkApiKeyInput(input, viewer, clock.now());
      const { token, prefix } = newApiKey(random);
      const id = ids('key');
      const apiKey = await changes.change(causeOf(context), async (change) => {
        change.tell('api-key-created', { subject: id, after: { ...checked, prefix } });
        return apiKeys.create(change, { ...checked, id, userId, prefix, secretHash: hashToken(token, tokenPepper) });
      });
      return { apiKey, secret: apiKey === null ? null : token, userErrors: [] };
    } catch (error) {
      return { apiKey: null, secret: null, userErrors: [mendableError(error)] };
    }
  }
}
