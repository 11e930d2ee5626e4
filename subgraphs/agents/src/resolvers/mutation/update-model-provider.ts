import { NotFoundError, Permission, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ProviderRecord } from '../../models/catalog.ts';
import { checkedBaseUrl } from '../../models/checked-base-url.ts';
import { type AgentsContext, causeOf } from '../../context.ts';
import { CatalogWriter } from '../../db/catalog-writer.ts';
import { BuiltInProviderError, OwnKeysWithoutKeyError } from '../../models/errors.ts';
import { events } from '../../events/events.ts';
import { ModelProviderPayload } from '../../types/model-provider-payload.ts';
import { UpdateModelProviderInput } from '../../types/update-model-provider-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { requireCredentialAgain } from '../../writes/require-credential-again.ts';
import { requireMayBind } from '../../writes/require-may-bind.ts';

@Resolver()
export class UpdateModelProviderResolver {
  @Permission('model:manage')
  @Mutation(() => ModelProviderPayload)
  async updateModelProvider(
    @Arg('input', () => UpdateModelProviderInput) input: UpdateModelProviderInput,
    @Ctx() context: AgentsContext,
  ): Promise<ModelProviderPayload> {
    const cause = causeOf(context);
    requireMayBind(cause.viewer, input.credentialId);
    const { providerId } = input;
    try {
      const properties = propertiesOf(input);
      const { result: provider } = await context.parts.catalogChanges.change(
        cause.viewer.tenantId,
        cause,
        async (change) => {
          const writer = new CatalogWriter(change.transaction);
          const before = await writer.provider(providerId);
          if (before === null) throw new NotFoundError('model provider', providerId);
          if (before.builtIn && Object.keys(properties).some((name) => name !== 'enabled'))
            throw new BuiltInProviderError();
          requireCredentialAgain(
            { address: before.baseUrl, credentialId: before.credentialId },
            {
              address: properties.baseUrl === undefined ? before.baseUrl : properties.baseUrl,
              credentialId: input.credentialId,
            },
          );
          requireKeyForOwnKeys(before, properties);
          const after = await writer.updateProvider(providerId, properties);
          if (after === null) throw new NotFoundError('model provider', providerId);
          change.touch(providerId);
          change.tell(events.providerUpdated(cause, after, before));
          return after;
        },
      );
      return { provider, userErrors: [] };
    } catch (error) {
      return { provider: null, userErrors: [mendableError(error)] };
    }
  }
}

/**
 * A provider without address and credential stands for the platform's, whose keys only the LLM gateway knows: it uses no own keys
 * where there is none.
 * @throws OwnKeysWithoutKeyError
 */
function requireKeyForOwnKeys(before: ProviderRecord, properties: Partial<ProviderRecord>): void {
  const { name, allowOwnKeys, credentialId, baseUrl } = { ...before, ...properties };
  const isAsked = 'allowOwnKeys' in properties || 'credentialId' in properties || 'baseUrl' in properties;
  if (isAsked && allowOwnKeys && credentialId === null && baseUrl !== null) throw new OwnKeysWithoutKeyError(name);
}

/** What is absent stays; null takes the address or the credential away. */
function propertiesOf({
  name,
  baseUrl,
  credentialId,
  enabled,
  allowOwnKeys,
}: UpdateModelProviderInput): Partial<ProviderRecord> {
  return {
    ...(name == null ? {} : { name: checkedText('name', name, { minimum: 1, maximum: 120 }) }),
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl === null ? null : checkedBaseUrl(baseUrl) }),
    ...(credentialId === undefined ? {} : { credentialId }),
    ...(enabled == null ? {} : { enabled }),
    ...(allowOwnKeys == null ? {} : { allowOwnKeys }),
  };
}
