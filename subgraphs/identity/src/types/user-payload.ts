import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { UserRecord } from '../user.ts';
import { User } from './user.ts';

@ObjectType()
export class UserPayload {
  @Field(() => User, { nullable: true })
  user!: UserRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
