import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class StartConversationInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => String, { nullable: true })
  title?: string | null;
}

@InputType()
export class RenameConversationInput {
  @Field(() => ID)
  conversationId!: string;

  @Field(() => String)
  title!: string;
}

@InputType()
export class DeleteConversationInput {
  @Field(() => ID)
  conversationId!: string;
}
