import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RollbackAgentInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => ID)
  versionId!: string;

  @Field(() => String, { nullable: true })
  notes?: string | null;
}
