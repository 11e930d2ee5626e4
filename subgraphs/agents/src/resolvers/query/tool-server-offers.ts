import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { toolServerOffers, type ToolServerOfferRecord } from '../../tools/tool-server-offers.ts';
import { ToolServerOfferConnection } from '../../types/tool-server-offer-connection.ts';

@Resolver()
export class ToolServerOffersResolver {
  /** A few dozen in memory, and up to 200 that the tenant has imported. */
  @Permission('tool:read')
  @Query(() => ToolServerOfferConnection)
  async toolServerOffers(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<ToolServerOfferRecord>> {
    const { allowedPrograms, tools, importedServers } = context.parts;
    const { tenantId } = requireViewer(context);
    const page = pageRequest({ first, after });
    const [servers, imported] = await Promise.all([tools.serversSince(tenantId, 0), importedServers.all(tenantId)]);
    const words = (search ?? '').toLowerCase().split(/\s+/u);
    const found = toolServerOffers(allowedPrograms, imported, servers).filter(({ slug, name, description }) =>
      words.every((word) => `${slug} ${name} ${description}`.toLowerCase().includes(word)),
    );
    const from = page.after === null ? 0 : found.findIndex(({ slug }) => slug === page.after?.[0]) + 1;
    return toConnection(found.slice(from, from + page.first + 1), page, ({ slug }) => [slug]);
  }
}
