import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { CollaborationRequestPayload } from '../../types/collaboration-request-payload.ts';
import { RequestCollaborationInput } from '../../types/request-collaboration-input.ts';
import { requestCollaboration } from '../../writes/collaborate.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class RequestCollaborationResolver {
  @Permission('agent:run')
  @Mutation(() => CollaborationRequestPayload)
  async requestCollaboration(
    @Arg('input', () => RequestCollaborationInput) { agentId, role, message = null }: RequestCollaborationInput,
    @Ctx() context: AgentsContext,
  ): Promise<CollaborationRequestPayload> {
    try {
      return { request: await requestCollaboration(context, { agentId, role, message }), userErrors: [] };
    } catch (error) {
      return { request: null, userErrors: [mendableError(error)] };
    }
  }
}
