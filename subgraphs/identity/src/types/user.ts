import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { UserStatus } from '../user.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A person of the tenant.' })
export class User {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  avatarUrl!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Function in the organization ("Account Executive"); recommendations compare it. Not a right.',
  })
  jobTitle!: string | null;

  @Field(() => [String], { description: 'Topics the person states; measured ones are `expertiseEvidence`.' })
  expertise!: readonly string[];

  @Field(() => UserStatus)
  status!: UserStatus;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { nullable: true })
  lastSeenAt!: string | null;
}
