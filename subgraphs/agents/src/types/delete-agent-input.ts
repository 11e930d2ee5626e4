import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class DeleteAgentInput {
  @Field(() => ID)
  agentId!: string;
}
