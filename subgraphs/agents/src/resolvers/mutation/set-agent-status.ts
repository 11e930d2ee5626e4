import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { mayBecome } from '../../agent/agent-status.ts';
import { type AgentsContext, causeOf } from '../../context.ts';
import { updateAgentProperties } from '../../db/update-agent.ts';
import { StatusRefusedError } from '../../errors.ts';
import { events } from '../../events/events.ts';
import { AgentPayload } from '../../types/agent-payload.ts';
import { SetAgentStatusInput } from '../../types/set-agent-status-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class SetAgentStatusResolver {
  @Permission('agent:publish')
  @Mutation(() => AgentPayload, { description: 'The status that it has already is no change.' })
  async setAgentStatus(
    @Arg('input', () => SetAgentStatusInput) { agentId, status }: SetAgentStatusInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentPayload> {
    try {
      const agent = await context.parts.changes.change(
        causeOf(context),
        { agentId, action: 'setAgentStatus' },
        async (change) => {
          if (change.agent.status === status) return change.agent;
          if (!mayBecome(change.agent, status)) throw new StatusRefusedError(change.agent.status, status);
          await change.record({ name: 'agent-status-change', status });
          const updated = await updateAgentProperties(change, { status });
          change.tell(events.agentStatusChanged(change.cause, change.agent, updated));
          return updated;
        },
      );
      return { agent, validation: null, userErrors: [] };
    } catch (error) {
      return { agent: null, validation: null, userErrors: [mendableError(error)] };
    }
  }
}
