import { ForbiddenError, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { effectiveAddress, ProvidersForOwnKeysDocument } from '@aether/schema';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { OwnKeysNotAllowedError } from '../../errors.ts';
import { parseModelKey } from '../../model-key.ts';
import { ModelKeyPayload } from '../../types/model-key-payload.ts';
import { StoreModelKeyInput } from '../../types/store-model-key-input.ts';
import { sealFor, STORED } from '../../vault-places.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class StoreModelKeyResolver {
  @Permission('model:use')
  @Mutation(() => ModelKeyPayload, {
    description: "The viewer's own key for a model provider that allows it; their calls are made and paid with it.",
  })
  async storeModelKey(
    @Arg('input', () => StoreModelKeyInput) { providerId, key }: StoreModelKeyInput,
    @Ctx() context: IdentityContext,
  ): Promise<ModelKeyPayload> {
    const { changes, modelKeys, vault, ids } = context.parts;
    const { tenantId, userId } = requireViewer(context);
    if (userId === null) throw new ForbiddenError('model:use', { reason: 'An own key belongs to a person.' });
    try {
      const { plaintext, lastFour } = parseModelKey(key);
      const address = effectiveAddress(await allowedProvider(context, providerId));
      const newId = ids('mky');
      const modelKey = await changes.change(causeOf(context), async (change) => {
        const { id, version } = await modelKeys.next(change, { userId, providerId, id: newId });
        const sealed = await sealFor(vault, { tenantId, recordId: id, version, purpose: STORED }, plaintext);
        change.tell('model-key-stored', { subject: id, after: { providerId, address, lastFour, version } });
        return modelKeys.save(change, id, { address, lastFour, ...sealed });
      });
      return { modelKey, userErrors: [] };
    } catch (error) {
      return { modelKey: null, userErrors: [mendableError(error)] };
    }
  }
}

/**
 * As the viewer sees it.
 * @throws NotFoundError, OwnKeysNotAllowedError
 */
async function allowedProvider(
  context: IdentityContext,
  providerId: string,
): Promise<Parameters<typeof effectiveAddress>[0]> {
  const { requestId, signal } = context;
  const call = { onBehalfOf: requireViewer(context), requestId, signal };
  const { modelProviders } = await context.parts.operations.call(ProvidersForOwnKeysDocument, {}, call);
  const provider = modelProviders.find(({ id }) => id === providerId);
  if (provider === undefined) throw new NotFoundError('model provider', providerId);
  if (!provider.allowOwnKeys) throw new OwnKeysNotAllowedError(provider.name);
  return provider;
}
