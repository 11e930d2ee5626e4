import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class CancelExecutionInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => String, { nullable: true })
  reason?: string | null;
}

@InputType()
export class RateExecutionInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => Int)
  satisfaction!: number;

  @Field(() => String, { nullable: true })
  comment?: string | null;
}
