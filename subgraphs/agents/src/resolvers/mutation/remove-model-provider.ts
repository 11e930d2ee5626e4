import { DeletePayload, NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { CatalogWriter } from '../../db/catalog-writer.ts';
import { BuiltInProviderError, ProviderInUseError } from '../../models/errors.ts';
import { events } from '../../events/events.ts';
import { RemoveModelProviderInput } from '../../types/remove-model-provider-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class RemoveModelProviderResolver {
  @Permission('model:manage')
  @Mutation(() => DeletePayload, { description: 'With its models, unless a published agent names one of them.' })
  async removeModelProvider(
    @Arg('input', () => RemoveModelProviderInput) { providerId }: RemoveModelProviderInput,
    @Ctx() context: AgentsContext,
  ): Promise<DeletePayload> {
    const cause = causeOf(context);
    try {
      await context.parts.catalogChanges.change(cause.viewer.tenantId, cause, async (change) => {
        const writer = new CatalogWriter(change.transaction);
        const provider = await writer.provider(providerId);
        if (provider === null) throw new NotFoundError('model provider', providerId);
        if (provider.builtIn) throw new BuiltInProviderError();
        const users = await writer.usersOf(providerId);
        if (users.length > 0) throw new ProviderInUseError(provider.slug, users);
        change.remove([providerId, ...(await writer.removeProvider(providerId))]);
        change.tell(events.providerRemoved(cause, provider));
      });
      return { deletedId: providerId, userErrors: [] };
    } catch (error) {
      return { deletedId: null, userErrors: [mendableError(error)] };
    }
  }
}
