import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { CollaborationRequestRecord } from '../market/collaboration.ts';
import { CollaborationRequest } from './collaboration-request.ts';

@ObjectType()
export class CollaborationRequestPayload {
  @Field(() => CollaborationRequest, { nullable: true })
  request!: CollaborationRequestRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
