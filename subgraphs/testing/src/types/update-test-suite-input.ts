import { Field, Float, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateTestSuiteInput {
  @Field(() => ID)
  suiteId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Boolean, { nullable: true })
  gate?: boolean | null;

  @Field(() => Float, { nullable: true })
  passThreshold?: number | null;
}
