import { Field, ID, InputType } from 'type-graphql';
import { CollaborationRole } from '../market/collaboration.ts';

@InputType()
export class RequestCollaborationInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => CollaborationRole)
  role!: CollaborationRole;

  @Field(() => String, { nullable: true })
  message?: string | null;
}
