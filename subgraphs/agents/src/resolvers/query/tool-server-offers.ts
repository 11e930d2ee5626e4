import { Permission, requireViewer } from '@aether/common/service';
import { toolProgramOf } from '@aether/schema';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { ToolServerOffer } from '../../types/tool-server-offer.ts';

@Resolver()
export class ToolServerOffersResolver {
  /** A handful: the operator writes each of them down. */
  @Permission('tool:read')
  @Query(() => [ToolServerOffer])
  async toolServerOffers(@Ctx() context: AgentsContext): Promise<readonly ToolServerOffer[]> {
    const { toolPrograms, tools } = context.parts;
    const servers = await tools.serversSince(requireViewer(context).tenantId, 0);
    return toolPrograms.map((program) => ({
      slug: program.slug,
      name: program.name,
      description: program.description,
      kind: 'MCP',
      transport: 'STDIO',
      connected: servers.some(
        (server) => server.command !== null && toolProgramOf([program], server.command, server.arguments) !== null,
      ),
    }));
  }
}
