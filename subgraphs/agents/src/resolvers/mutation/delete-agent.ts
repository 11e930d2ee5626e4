import { DeletePayload, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { deleteAgentNodes } from '../../db/delete-agent.ts';
import { deleteListing } from '../../db/save-listing.ts';
import { events } from '../../events/events.ts';
import { DeleteAgentInput } from '../../types/delete-agent-input.ts';

@Resolver()
export class DeleteAgentResolver {
  @Permission('agent:delete')
  @Mutation(() => DeletePayload)
  async deleteAgent(
    @Arg('input', () => DeleteAgentInput) { agentId }: DeleteAgentInput,
    @Ctx() context: AgentsContext,
  ): Promise<DeletePayload> {
    await context.parts.changes.change(causeOf(context), { agentId, action: 'deleteAgent' }, async (change) => {
      const listing = await deleteListing(change.transaction, agentId);
      if (listing !== null) change.tell(events.listingWithdrawn(change.cause, listing));
      await deleteAgentNodes(change);
      change.tell(events.agentDeleted(change.cause, change.agent));
      change.end();
    });
    return { deletedId: agentId, userErrors: [] };
  }
}
