import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import type { ListingRecord } from '../../market/listing.ts';
import { loadListing } from '../../market/market-loaders.ts';
import { Listing } from '../../types/listing.ts';

@Resolver()
export class ListingResolver {
  @Permission('agent:read')
  @Query(() => Listing, { nullable: true })
  listing(@Arg('id', () => ID) id: string, @Ctx() context: AgentsContext): Promise<ListingRecord | null> {
    return loadListing(context, id);
  }
}
