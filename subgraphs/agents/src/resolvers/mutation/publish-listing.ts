import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { ListingPayload } from '../../types/listing-payload.ts';
import { PublishListingInput } from '../../types/publish-listing-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { publishListing } from '../../writes/publish-listing.ts';

@Resolver()
export class PublishListingResolver {
  @Permission('agent:publish')
  @Mutation(() => ListingPayload)
  async publishListing(
    @Arg('input', () => PublishListingInput) input: PublishListingInput,
    @Ctx() context: AgentsContext,
  ): Promise<ListingPayload> {
    try {
      const { agentId, versionId, summary, audience, departmentId = null } = input;
      const sampleExecutionIds = input.sampleExecutionIds ?? [];
      const request = { agentId, versionId, summary, audience, departmentId, sampleExecutionIds };
      return { listing: await publishListing(context, request), userErrors: [] };
    } catch (error) {
      return { listing: null, userErrors: [mendableError(error)] };
    }
  }
}
