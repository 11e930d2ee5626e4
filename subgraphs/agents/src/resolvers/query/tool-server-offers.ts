import {
  type Connection,
  pageRequest,
  Permission,
  requireViewer,
  rowsOfPage,
  toConnection,
} from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { toolServerOffers, type ToolServerOfferRecord } from '../../tools/tool-server-offers.ts';
import { ToolServerOfferConnection } from '../../types/tool-server-offer-connection.ts';

@Resolver()
export class ToolServerOffersResolver {
  /** A few dozen in memory, and up to 200 that the tenant has imported: the operator's programs, those, then what ships with the product. */
  @Permission('tool:read')
  @Query(() => ToolServerOfferConnection, {
    description: 'Programs that the operator lets run, then what was imported, then what ships with the product.',
  })
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
    const programs = new Set(allowedPrograms.programs.map(({ slug }) => slug));
    const order = ({ slug, name, imported: isImported }: ToolServerOfferRecord) => [
      programs.has(slug) ? 0 : isImported ? 1 : 2,
      name.toLowerCase(),
      slug,
    ];
    return toConnection(rowsOfPage(found, page, order), page, order);
  }
}
