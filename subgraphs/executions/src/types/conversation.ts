import { connectionTypes, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Agent, User } from './references.ts';

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A thread with a conversational agent; each turn is an execution (`runAgent` with `conversationId`).',
})
export class Conversation {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  title!: string | null;

  @Field(() => Agent, { nullable: true })
  agent!: Agent | null;

  @Field(() => User, { nullable: true })
  owner!: User | null;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp)
  updatedAt!: string;
}

export const { Connection: ConversationConnection } = connectionTypes('Conversation', () => Conversation);
