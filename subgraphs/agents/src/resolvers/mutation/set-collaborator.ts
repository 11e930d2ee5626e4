import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { AgentPayload } from '../../types/agent-payload.ts';
import { SetCollaboratorInput } from '../../types/set-collaborator-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { setCollaborator } from '../../writes/set-collaborator.ts';

@Resolver()
export class SetCollaboratorResolver {
  @Permission('agent:publish')
  @Mutation(() => AgentPayload)
  async setCollaborator(
    @Arg('input', () => SetCollaboratorInput) { agentId, userId, role = null }: SetCollaboratorInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentPayload> {
    try {
      const write = { agentId, action: 'setCollaborator' } as const;
      const agent = await context.parts.changes.change(causeOf(context), write, (change) =>
        setCollaborator(change, { userId, role }),
      );
      return { agent, validation: null, userErrors: [] };
    } catch (error) {
      return { agent: null, validation: null, userErrors: [mendableError(error)] };
    }
  }
}
