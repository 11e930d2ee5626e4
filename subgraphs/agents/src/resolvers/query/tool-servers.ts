import { type Connection, Permission, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import type { ToolServerRecord } from '../../tools/tool-catalog.ts';
import { ToolServerConnection } from '../../types/tool-server-connection.ts';

@Resolver()
export class ToolServersResolver {
  @Permission('tool:read')
  @Query(() => ToolServerConnection)
  async toolServers(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<ToolServerRecord>> {
    const page = pageRequest({ first, after });
    const servers = await context.parts.tools.serverPage(requireViewer(context).tenantId, search, page);
    return toConnection(servers, page, (server) => [server.slug]);
  }
}
