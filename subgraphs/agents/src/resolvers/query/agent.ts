import { Permission, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { AgentRecord } from '../../agent/agent.ts';
import type { AgentsContext } from '../../context.ts';
import { loadAgent } from '../../loaders.ts';
import { Agent } from '../../types/agent.ts';

@Resolver()
export class AgentResolver {
  @Permission('agent:read')
  @Query(() => Agent, { nullable: true, description: 'By id or by slug.' })
  async agent(
    @Arg('id', () => ID, { nullable: true }) id: string | null | undefined,
    @Arg('slug', () => String, { nullable: true }) slug: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<AgentRecord | null> {
    if (id != null) return loadAgent(context, id);
    if (slug != null) return context.parts.agents.bySlug(requireViewer(context), slug);
    throw new ValidationError(['id'], 'an id or a slug', 'neither');
  }
}
