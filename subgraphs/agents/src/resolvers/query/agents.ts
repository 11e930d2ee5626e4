import { Permission, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { rememberAgents } from '../../loaders.ts';
import { AgentConnection, type AgentPage } from '../../types/agent-connection.ts';
import { AgentFilter } from '../../types/agent-filter.ts';

@Resolver()
export class AgentsResolver {
  @Permission('agent:read')
  @Query(() => AgentConnection)
  async agents(
    @Arg('filter', () => AgentFilter, { nullable: true }) filter: AgentFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<AgentPage> {
    const page = pageRequest({ first, after });
    const wanted = filter ?? {};
    const viewer = requireViewer(context);
    const agents = await context.parts.agents.page(viewer, wanted, page);
    rememberAgents(context, viewer, agents);
    return { ...toConnection(agents, page, (agent) => [agent.updatedAt, agent.id]), filter: wanted };
  }
}
