import { NotFoundError, Permission, requireViewer, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { titleProblem } from '../../conversation-title.ts';
import { RenameConversationInput } from '../../types/conversation-inputs.ts';
import { ConversationPayload } from '../../types/payloads.ts';
import { toConversation } from '../../types/to-execution.ts';

@Resolver()
export class RenameConversationResolver {
  @Permission('conversation:write')
  @Mutation(() => ConversationPayload)
  async renameConversation(
    @Arg('input', () => RenameConversationInput) { conversationId, title }: RenameConversationInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<ConversationPayload> {
    const viewer = requireViewer(context);
    const problem = titleProblem(title);
    if (problem !== null) return { conversation: null, userErrors: [toUserError(problem)] };
    const owner = { tenantId: viewer.tenantId, ownerId: actorOf(viewer) };
    const conversation = await context.parts.conversations.rename(owner, conversationId, title.trim());
    if (conversation === null) throw new NotFoundError('conversation', conversationId);
    return { conversation: toConversation(conversation), userErrors: [] };
  }
}
