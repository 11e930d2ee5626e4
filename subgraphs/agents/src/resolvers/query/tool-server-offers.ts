import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { toolServerOffers, type ToolServerOfferRecord } from '../../tool-server-offers.ts';
import { ToolServerOfferConnection } from '../../types/tool-server-offer-connection.ts';

@Resolver()
export class ToolServerOffersResolver {
  /** A few dozen, all in memory: the operator wrote them down, or they ship with the product. */
  @Permission('tool:read')
  @Query(() => ToolServerOfferConnection)
  async toolServerOffers(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<ToolServerOfferRecord>> {
    const { allowedPrograms, tools } = context.parts;
    const page = pageRequest({ first, after });
    const servers = await tools.serversSince(requireViewer(context).tenantId, 0);
    const words = (search ?? '').toLowerCase().split(/\s+/u);
    const found = toolServerOffers(allowedPrograms, servers).filter(({ slug, name, description }) =>
      words.every((word) => `${slug} ${name} ${description}`.toLowerCase().includes(word)),
    );
    const from = page.after === null ? 0 : found.findIndex(({ slug }) => slug === page.after?.[0]) + 1;
    return toConnection(found.slice(from, from + page.first + 1), page, ({ slug }) => [slug]);
  }
}
