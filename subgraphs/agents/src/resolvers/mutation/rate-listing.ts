import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { ListingPayload } from '../../types/listing-payload.ts';
import { RateListingInput } from '../../types/rate-listing-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { rateListing } from '../../writes/rate-listing.ts';

@Resolver()
export class RateListingResolver {
  @Permission('agent:run')
  @Mutation(() => ListingPayload, { description: 'One rating per person: again changes it.' })
  async rateListing(
    @Arg('input', () => RateListingInput) { listingId, stars, text = null }: RateListingInput,
    @Ctx() context: AgentsContext,
  ): Promise<ListingPayload> {
    try {
      return { listing: await rateListing(context, { listingId, stars, text }), userErrors: [] };
    } catch (error) {
      return { listing: null, userErrors: [mendableError(error)] };
    }
  }
}
