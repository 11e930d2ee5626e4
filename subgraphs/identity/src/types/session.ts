import { Timestamp } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A signed-in browser or client of the viewer.' })
export class Session {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  userAgent!: string | null;

  @Field(() => String, { nullable: true })
  ipAddress!: string | null;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp)
  lastSeenAt!: string;
}
