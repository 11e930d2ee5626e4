import { JSONValue } from '@aether/common/service';
import { Field, InputType } from 'type-graphql';
import { CheckInput } from './check-input.ts';

@InputType()
export class ComparisonCaseInput {
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => JSONValue)
  input!: unknown;

  @Field(() => [CheckInput], { nullable: true })
  checks?: readonly CheckInput[] | null;
}
