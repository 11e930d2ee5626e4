import { Timestamp } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class AuditFilter {
  @Field(() => ID, { nullable: true })
  userId?: string | null;

  @Field(() => String, { nullable: true })
  action?: string | null;

  @Field(() => String, { nullable: true })
  objectType?: string | null;

  @Field(() => ID, { nullable: true })
  objectId?: string | null;

  @Field(() => Timestamp, { nullable: true })
  since?: string | null;

  @Field(() => Timestamp, { nullable: true })
  until?: string | null;
}
