import { FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ListingConnection, type ListingPage } from '../types/listing-connection.ts';
import { ListingFacet } from '../types/listing-facet.ts';

@Resolver(() => ListingConnection)
export class ListingConnectionFields {
  @FieldResolver(() => [ListingFacet], { description: 'Values that the viewer can choose, the most frequent first.' })
  facets(@Root() page: ListingPage): Promise<readonly ListingFacet[]> {
    return page.look.facets();
  }

  @FieldResolver(() => Int, { nullable: true })
  totalCount(@Root() page: ListingPage): number {
    return page.look.totalCount;
  }
}
