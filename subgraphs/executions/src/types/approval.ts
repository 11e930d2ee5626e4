import { connectionTypes, JSONSchema, JSONValue, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ApprovalStatus as Status } from '../approval/approval.ts';
import type { AskedApproval } from '../db/approval-records.ts';
import { ApprovalDecision, ApprovalStatus } from './enums.ts';
import { User } from './references.ts';

/** Run and step are read when they are asked for (resolvers/approval.ts). */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A question of a run to people: may this call go out?' })
export class Approval {
  record!: AskedApproval;

  @Field(() => ID)
  id!: string;

  @Field(() => String)
  question!: string;

  @Field(() => JSONValue, { description: 'The exact arguments.' })
  proposed!: unknown;

  @Field(() => String, { description: 'Proves what was seen: tool, its definition and arguments.' })
  proposedHash!: string;

  @Field(() => Boolean, {
    description: 'False for a call that went out before and did not answer: it is repeated as it was, or not at all.',
  })
  editable!: boolean;

  @Field(() => JSONSchema, {
    nullable: true,
    description: 'Of a question that a tool asks: what its answer looks like. The answer comes as `edits`.',
  })
  form!: unknown;

  @Field(() => String, { nullable: true, description: 'A page on which a question of a tool is answered.' })
  link!: string | null;

  @Field(() => ApprovalStatus)
  status!: Status;

  @Field(() => [User], { nullable: 'items', description: 'Beside those who manage all runs.' })
  approvers!: readonly (User | null)[];

  @Field(() => User, { nullable: true })
  decidedBy!: User | null;

  @Field(() => Timestamp, { nullable: true })
  decidedAt!: string | null;

  @Field(() => String, { nullable: true })
  comment!: string | null;

  @Field(() => Timestamp, { nullable: true })
  expiresAt!: string | null;

  @Field(() => Timestamp)
  createdAt!: string;
}

export const { Connection: ApprovalConnection } = connectionTypes('Approval', () => Approval);

@InputType({
  description: '`proposedHash` proves what was seen; `edits` replace the proposed arguments, or answer the form.',
})
export class DecideApprovalInput {
  @Field(() => ID)
  approvalId!: string;

  @Field(() => ApprovalDecision)
  decision!: 'APPROVE' | 'DENY' | 'DISMISS';

  @Field(() => String)
  proposedHash!: string;

  @Field(() => JSONValue, { nullable: true })
  edits?: unknown;

  @Field(() => String, { nullable: true })
  comment?: string | null;
}
