import { NotFoundError } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AgentsContext } from '../context.ts';
import { loadToolServer } from '../loaders.ts';
import { type ToolRecord, type ToolServerRecord, isApproved } from '../tools/tool-catalog.ts';
import { ToolServer } from '../types/tool-server.ts';
import { Tool } from '../types/tool.ts';

@Resolver(() => Tool)
export class ToolFields {
  @FieldResolver(() => ToolServer)
  async server(@Root() tool: ToolRecord, @Ctx() context: AgentsContext): Promise<ToolServerRecord> {
    const server = await loadToolServer(context, tool.serverId);
    if (server === null) throw new NotFoundError('tool server', tool.serverId);
    return server;
  }

  @FieldResolver(() => Boolean, {
    description: 'False: never approved, or changed since, or offered no more. Such a tool cannot be called.',
  })
  approved(@Root() tool: ToolRecord): boolean {
    return tool.listed && isApproved(tool);
  }

  @FieldResolver(() => Boolean, { description: 'Approved once, and another one now.' })
  changed(@Root() tool: ToolRecord): boolean {
    return tool.approvedHash !== null && !isApproved(tool);
  }
}
