import { Field, Float, ID, InputType } from 'type-graphql';

@InputType()
export class CreateTestSuiteInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  gate?: boolean | null;

  @Field(() => Float, { nullable: true, defaultValue: 1 })
  passThreshold?: number | null;
}
