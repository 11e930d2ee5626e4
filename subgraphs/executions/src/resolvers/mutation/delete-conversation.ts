import { DeletePayload, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { DeleteConversationInput } from '../../types/conversation-inputs.ts';

@Resolver()
export class DeleteConversationResolver {
  @Permission('conversation:write')
  @Mutation(() => DeletePayload)
  async deleteConversation(
    @Arg('input', () => DeleteConversationInput) { conversationId }: DeleteConversationInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<DeletePayload> {
    const viewer = requireViewer(context);
    const owner = { tenantId: viewer.tenantId, ownerId: actorOf(viewer) };
    const request = { at: context.parts.clock.now().toISOString(), requestId: context.requestId };
    const isDeleted = await context.parts.conversations.delete(viewer, owner, conversationId, request);
    if (!isDeleted) throw new NotFoundError('conversation', conversationId);
    return { deletedId: conversationId, userErrors: [] };
  }
}
