import { type Connection, Permission, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import type { ToolRecord } from '../../tools/tool-catalog.ts';
import { ToolConnection } from '../../types/tool-connection.ts';

@Resolver()
export class ToolsResolver {
  @Permission('tool:read')
  @Query(() => ToolConnection)
  async tools(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('serverId', () => ID, { nullable: true }) serverId: string | null | undefined,
    @Arg('approved', () => Boolean, { nullable: true }) approved: boolean | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<ToolRecord>> {
    const page = pageRequest({ first, after });
    const filter = { search, serverId, approved };
    const tools = await context.parts.tools.toolPage(requireViewer(context).tenantId, filter, page);
    return toConnection(tools, page, (tool) => [tool.slug]);
  }
}
