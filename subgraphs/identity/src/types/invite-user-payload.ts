import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { UserRecord } from '../user.ts';
import { User } from './user.ts';

@ObjectType({ description: '`invitationUrl` is set when no mail server is configured.' })
export class InviteUserPayload {
  @Field(() => User, { nullable: true })
  user!: UserRecord | null;

  @Field(() => String, { nullable: true })
  invitationUrl!: string | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
