import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { CollaborationRequestStatus, CollaborationRole } from '../market/collaboration.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: "A wish to work on a colleague's agent; it reaches the owner's inbox." })
export class CollaborationRequest {
  @Field(() => ID)
  id!: string;

  @Field(() => CollaborationRole)
  role!: CollaborationRole;

  @Field(() => String, { nullable: true })
  message!: string | null;

  @Field(() => CollaborationRequestStatus)
  status!: CollaborationRequestStatus;

  @Field(() => String, { nullable: true })
  answer!: string | null;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { nullable: true })
  answeredAt!: string | null;
}
