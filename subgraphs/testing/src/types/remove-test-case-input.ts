import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RemoveTestCaseInput {
  @Field(() => ID)
  caseId!: string;
}
