import { DeletePayload, NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { events } from '../../events/events.ts';
import { RemoveToolServerOfferInput } from '../../types/remove-tool-server-offer-input.ts';

@Resolver()
export class RemoveToolServerOfferResolver {
  @Permission('tool:manage')
  @Mutation(() => DeletePayload, { description: 'Servers that were connected from it stay as they are.' })
  async removeToolServerOffer(
    @Arg('input', () => RemoveToolServerOfferInput) { slug }: RemoveToolServerOfferInput,
    @Ctx() context: AgentsContext,
  ): Promise<DeletePayload> {
    const cause = causeOf(context);
    const { catalogChanges, importedServers } = context.parts;
    await catalogChanges.change(cause.viewer.tenantId, cause, async (change) => {
      if (!(await importedServers.remove(change.transaction, slug)))
        throw new NotFoundError('imported tool server', slug.slice(0, 200));
      change.touch(slug);
      change.tell(events.toolServerOfferRemoved(cause, slug));
    });
    return { deletedId: slug, userErrors: [] };
  }
}
