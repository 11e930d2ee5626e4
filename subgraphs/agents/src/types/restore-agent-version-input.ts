import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class RestoreAgentVersionInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => ID)
  versionId!: string;

  @Field(() => Int)
  expectedRevision!: number;
}
