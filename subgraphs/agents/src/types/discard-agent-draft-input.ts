import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class DiscardAgentDraftInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => Int)
  expectedRevision!: number;
}
