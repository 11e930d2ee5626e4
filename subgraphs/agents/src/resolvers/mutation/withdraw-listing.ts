import { DeletePayload, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { verdictOf } from '../../agent/agent-actions.ts';
import { type AgentsContext, causeOf } from '../../context.ts';
import { deleteListing } from '../../db/save-listing.ts';
import { ActionRefusedError } from '../../errors.ts';
import { events } from '../../events/events.ts';
import { WithdrawListingInput } from '../../types/withdraw-listing-input.ts';

@Resolver()
export class WithdrawListingResolver {
  @Permission('agent:publish')
  @Mutation(() => DeletePayload, { description: 'Its ratings go with it; clones stay.' })
  async withdrawListing(
    @Arg('input', () => WithdrawListingInput) { listingId }: WithdrawListingInput,
    @Ctx() context: AgentsContext,
  ): Promise<DeletePayload> {
    await context.parts.listingChanges.change(causeOf(context), listingId, async (change) => {
      const { agent, listing, cause, transaction } = change;
      const { reason } = verdictOf('publishListing', cause.viewer, agent);
      if (reason !== null) throw new ActionRefusedError('withdrawListing', reason);
      await deleteListing(transaction, agent.id);
      change.tell(events.listingWithdrawn(cause, listing));
    });
    return { deletedId: listingId, userErrors: [] };
  }
}
