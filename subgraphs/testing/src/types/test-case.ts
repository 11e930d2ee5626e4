import { JSONValue, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { CheckRecord } from '../check.ts';
import { Check } from './check.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An input and what must hold for the answer.' })
export class TestCase {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => JSONValue)
  input!: unknown;

  @Field(() => [Check])
  checks!: readonly CheckRecord[];

  @Field(() => Timestamp)
  createdAt!: string;
}
