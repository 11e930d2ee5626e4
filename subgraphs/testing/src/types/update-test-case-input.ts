import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';
import { CheckInput } from './check-input.ts';

@InputType()
export class UpdateTestCaseInput {
  @Field(() => ID)
  caseId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => JSONValue, { nullable: true })
  input?: unknown;

  @Field(() => [CheckInput], { nullable: true })
  checks?: readonly CheckInput[] | null;
}
