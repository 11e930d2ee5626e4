import { pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ExecutionsContext } from '../context.ts';
import { Conversation } from '../types/conversation.ts';
import { Execution } from '../types/execution.ts';
import { Message, MessageConnection } from '../types/message.ts';
import { toMessage } from '../types/to-execution.ts';
import { loadExecution } from './load-execution.ts';

@Resolver(() => Conversation)
export class ConversationFieldResolver {
  @FieldResolver(() => MessageConnection)
  async messages(
    @Root() conversation: Conversation,
    @Ctx() context: ExecutionsContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<InstanceType<typeof MessageConnection>> {
    const page = pageRequest({ first, after });
    const { tenantId } = requireViewer(context);
    const from = Number(page.after?.[0] ?? 0);
    const rows = await context.parts.conversations.messages(tenantId, conversation.id, from, page.first + 1);
    return toConnection(rows.map(toMessage), page, (message) => [message.position, message.id]);
  }
}

@Resolver(() => Message)
export class MessageFieldResolver {
  @FieldResolver(() => Execution, { nullable: true })
  execution(@Root() { executionId }: Message, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return executionId === null ? Promise.resolve(null) : loadExecution(context, executionId);
  }
}
