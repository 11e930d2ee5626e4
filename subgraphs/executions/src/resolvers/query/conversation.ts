import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { Conversation } from '../../types/conversation.ts';
import { loadConversation } from '../load-conversation.ts';

@Resolver()
export class ConversationResolver {
  @Permission('conversation:read')
  @Query(() => Conversation, { nullable: true })
  conversation(@Arg('id', () => ID) id: string, @Ctx() context: ExecutionsContext): Promise<Conversation | null> {
    return loadConversation(context, id);
  }
}
