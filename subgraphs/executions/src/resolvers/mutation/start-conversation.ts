import { Permission, requireViewer, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { titleProblem } from '../../conversation-title.ts';
import { AgentNotRunnableError } from '../../errors.ts';
import { StartConversationInput } from '../../types/conversation-inputs.ts';
import { ConversationPayload } from '../../types/payloads.ts';
import { toConversation } from '../../types/to-execution.ts';

@Resolver()
export class StartConversationResolver {
  @Permission('conversation:write')
  @Mutation(() => ConversationPayload)
  async startConversation(
    @Arg('input', () => StartConversationInput) { agentId, title }: StartConversationInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<ConversationPayload> {
    const { parts, requestId, traceparent } = context;
    const viewer = requireViewer(context);
    const problem = titleProblem(title ?? null);
    if (problem !== null) return { conversation: null, userErrors: [toUserError(problem)] };
    try {
      await parts.agentVersions.forRun(
        { id: null, agentId, slug: null, draftRevision: null },
        { viewer, requestId, traceparent },
      );
    } catch (error) {
      if (error instanceof AgentNotRunnableError) return { conversation: null, userErrors: [toUserError(error)] };
      throw error;
    }
    const owner = { tenantId: viewer.tenantId, ownerId: actorOf(viewer) };
    const facts = { id: parts.ids('cnv'), agentId, title: title?.trim() ?? null, at: parts.clock.now().toISOString() };
    const conversation = await parts.conversations.create(owner, facts);
    return { conversation: conversation === null ? null : toConversation(conversation), userErrors: [] };
  }
}
