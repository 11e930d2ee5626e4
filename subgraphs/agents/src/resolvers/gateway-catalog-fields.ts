import { requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AgentsContext } from '../context.ts';
import type { ToolRecord, ToolServerRecord } from '../tools/tool-catalog.ts';
import { GatewayCatalog } from '../types/gateway-catalog.ts';
import { ToolServer } from '../types/tool-server.ts';
import { Tool } from '../types/tool.ts';

/** Read only for the gateway that asks for them. */
@Resolver(() => GatewayCatalog)
export class GatewayCatalogFields {
  @FieldResolver(() => [ToolServer])
  toolServers(@Root() { since }: GatewayCatalog, @Ctx() context: AgentsContext): Promise<readonly ToolServerRecord[]> {
    return context.parts.tools.serversSince(requireViewer(context).tenantId, since);
  }

  @FieldResolver(() => [Tool], { description: 'All tools of these servers.' })
  tools(@Root() { since }: GatewayCatalog, @Ctx() context: AgentsContext): Promise<readonly ToolRecord[]> {
    return context.parts.tools.toolsSince(requireViewer(context).tenantId, since);
  }
}
