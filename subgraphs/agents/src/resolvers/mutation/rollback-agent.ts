import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { AgentVersionPayload } from '../../types/agent-version-payload.ts';
import { RollbackAgentInput } from '../../types/rollback-agent-input.ts';
import { readAgent } from '../../writes/read-agent.ts';
import { rollBack } from '../../writes/roll-back.ts';

@Resolver()
export class RollbackAgentResolver {
  @Permission('agent:publish')
  @Mutation(() => AgentVersionPayload, { description: 'Makes an earlier version the published one; the draft stays.' })
  async rollbackAgent(
    @Arg('input', () => RollbackAgentInput) input: RollbackAgentInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentVersionPayload> {
    const { agentId, versionId, notes = null } = input;
    const version = await rollBack(context, { agentId, versionId, notes });
    const { agent } = await readAgent(context, agentId);
    return { version, agent, conflict: null, userErrors: [] };
  }
}
