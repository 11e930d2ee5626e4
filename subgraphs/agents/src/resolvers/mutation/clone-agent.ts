import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { AgentPayload } from '../../types/agent-payload.ts';
import { CloneAgentInput } from '../../types/clone-agent-input.ts';
import { cloneListing } from '../../writes/clone-listing.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class CloneAgentResolver {
  @Permission('agent:create')
  @Mutation(() => AgentPayload)
  async cloneAgent(
    @Arg('input', () => CloneAgentInput) input: CloneAgentInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentPayload> {
    try {
      const { listingId, name = null, bindings, idempotencyKey } = input;
      const result = await cloneListing(context, { listingId, name, bindings: bindings ?? [], idempotencyKey });
      if (!result.ok) return { agent: null, validation: null, userErrors: result.problems };
      return { agent: result.agent, validation: null, userErrors: [] };
    } catch (error) {
      return { agent: null, validation: null, userErrors: [mendableError(error)] };
    }
  }
}
