import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { TestSuiteRecord } from '../test-suite.ts';
import { TestSuite } from './test-suite.ts';

@ObjectType()
export class TestSuitePayload {
  @Field(() => TestSuite, { nullable: true })
  suite!: TestSuiteRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
