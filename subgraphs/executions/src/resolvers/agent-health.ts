import { Permission, requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ExecutionsContext } from '../context.ts';
import { AgentHealth } from '../types/agent-health.ts';
import { Agent } from '../types/references.ts';

@Resolver(() => Agent)
export class AgentHealthResolver {
  @Permission('agent:run')
  @FieldResolver(() => AgentHealth, {
    nullable: true,
    description: 'As the newest look at its published version found it.',
  })
  health(@Root() { id }: Agent, @Ctx() context: ExecutionsContext): Promise<AgentHealth | null> {
    return context.parts.probes.find(requireViewer(context).tenantId, id);
  }
}
