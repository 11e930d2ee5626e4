import { Field, ID, InputType } from 'type-graphql';
import { CollaborationRole } from '../market/collaboration.ts';

@InputType({ description: 'Null role = remove.' })
export class SetCollaboratorInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => ID)
  userId!: string;

  @Field(() => CollaborationRole, { nullable: true })
  role?: CollaborationRole | null;
}
