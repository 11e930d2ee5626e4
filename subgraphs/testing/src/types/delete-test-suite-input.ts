import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class DeleteTestSuiteInput {
  @Field(() => ID)
  suiteId!: string;
}
