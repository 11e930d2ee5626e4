import { Permission, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { rememberAgents } from '../../loaders.ts';
import { MarketLook } from '../../market/market-look.ts';
import { ListingSort } from '../../market/market.ts';
import { ListingConnection, type ListingPage } from '../../types/listing-connection.ts';
import { ListingFilter } from '../../types/listing-filter.ts';

@Resolver()
export class ListingsResolver {
  @Permission('agent:read')
  @Query(() => ListingConnection, { description: 'Listings of published agents that the viewer sees.' })
  async listings(
    @Arg('filter', () => ListingFilter, { nullable: true }) filter: ListingFilter | null | undefined,
    @Arg('sort', () => ListingSort, { nullable: true, defaultValue: 'RELEVANCE' }) sort: ListingSort,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<ListingPage> {
    const request = pageRequest({ first, after });
    const viewer = requireViewer(context);
    const look = await MarketLook.open(context, filter ?? {});
    const { entries, keyOf } = look.page(sort, request);
    const found = await context.parts.listings.byIds(
      viewer,
      entries.map(({ id }) => id),
    );
    rememberAgents(
      context,
      viewer,
      found.map(({ agent }) => agent),
    );
    // One that was withdrawn since the look is passed over; the page is a little shorter then.
    const byId = new Map(found.map(({ listing }) => [listing.id, listing]));
    const rows = entries.flatMap((entry) => {
      const listing = byId.get(entry.id);
      return listing === undefined ? [] : [{ listing, key: keyOf(entry) }];
    });
    const { edges, pageInfo } = toConnection(rows, request, ({ key }) => key);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: node.listing })), pageInfo, look };
  }
}
