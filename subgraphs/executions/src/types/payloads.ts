import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import { Approval } from './approval.ts';
import { Conversation } from './conversation.ts';
import { Execution } from './execution.ts';

@ObjectType()
export class ExecutionPayload {
  @Field(() => Execution, { nullable: true })
  execution!: Execution | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType()
export class ApprovalPayload {
  @Field(() => Approval, { nullable: true })
  approval!: Approval | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType()
export class ConversationPayload {
  @Field(() => Conversation, { nullable: true })
  conversation!: Conversation | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
