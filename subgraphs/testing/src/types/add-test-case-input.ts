import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';
import { CheckInput } from './check-input.ts';

@InputType({ description: '`configuration` of each check is checked against its kind.' })
export class AddTestCaseInput {
  @Field(() => ID)
  suiteId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => JSONValue, { nullable: true })
  input?: unknown;

  @Field(() => [CheckInput], { nullable: true })
  checks?: readonly CheckInput[] | null;
}
