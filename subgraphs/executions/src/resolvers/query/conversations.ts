import { pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { actorOf } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ConversationConnection } from '../../types/conversation.ts';
import { toConversation } from '../../types/to-execution.ts';

@Resolver()
export class ConversationsResolver {
  @Permission('conversation:read')
  @Query(() => ConversationConnection)
  async conversations(
    @Ctx() context: ExecutionsContext,
    @Arg('agentId', () => ID, { nullable: true }) agentId: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<InstanceType<typeof ConversationConnection>> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first, after });
    const [updatedAt, id] = page.after ?? [];
    const before = page.after === null ? null : { updatedAt: String(updatedAt), id: String(id) };
    const owner = { tenantId: viewer.tenantId, ownerId: actorOf(viewer) };
    const rows = await context.parts.conversations.list(owner, {
      agentId: agentId ?? null,
      before,
      limit: page.first + 1,
    });
    return toConnection(rows.map(toConversation), page, (conversation) => [conversation.updatedAt, conversation.id]);
  }
}
