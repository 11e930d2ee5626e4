import { Field, ID, InputType } from 'type-graphql';
import { CollaborationRole } from '../market/collaboration.ts';

@InputType()
export class AnswerCollaborationRequestInput {
  @Field(() => ID)
  requestId!: string;

  @Field(() => Boolean)
  accept!: boolean;

  @Field(() => CollaborationRole, { nullable: true })
  role?: CollaborationRole | null;

  @Field(() => String, { nullable: true })
  note?: string | null;
}
