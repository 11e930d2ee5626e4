import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { TestCaseRecord } from '../test-suite.ts';
import { TestCase } from './test-case.ts';

@ObjectType()
export class TestCasePayload {
  @Field(() => TestCase, { nullable: true })
  case!: TestCaseRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
