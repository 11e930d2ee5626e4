import { JSONValue } from '@aether/common/service';
import { Field, Int, ObjectType } from 'type-graphql';
import { User } from './user.ts';

@ObjectType({ description: '`operations` (RFC 6902) lead from `revision - 1` to `revision`.' })
export class DraftChanged {
  @Field(() => Int)
  revision!: number;

  @Field(() => [JSONValue])
  operations!: readonly unknown[];

  @Field(() => User, { nullable: true })
  changedBy!: User | null;

  @Field(() => Boolean)
  valid!: boolean;
}
