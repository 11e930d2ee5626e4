import { Field, ID, InputType } from 'type-graphql';
import { UserStatus } from '../user.ts';

@InputType()
export class UserFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => ID, { nullable: true })
  roleKey?: string | null;

  @Field(() => ID, { nullable: true })
  departmentId?: string | null;

  @Field(() => ID, { nullable: true })
  teamId?: string | null;

  @Field(() => UserStatus, { nullable: true })
  status?: UserStatus | null;
}
