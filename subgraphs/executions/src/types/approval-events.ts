import { JSONSchema, JSONValue, Timestamp } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';
import type { ApprovalStatus as Status } from '../approval/approval.ts';
import { ApprovalStatus } from './enums.ts';
import { User } from './references.ts';

@ObjectType()
export class ApprovalRequested {
  @Field(() => ID)
  approvalId!: string;

  @Field(() => ID)
  stepId!: string;

  @Field(() => String)
  question!: string;

  @Field(() => JSONValue)
  proposed!: unknown;

  @Field(() => String)
  proposedHash!: string;

  @Field(() => Boolean)
  editable!: boolean;

  @Field(() => JSONSchema, { nullable: true })
  form!: unknown;

  @Field(() => String, { nullable: true })
  link!: string | null;

  @Field(() => Timestamp, { nullable: true })
  expiresAt!: string | null;
}

@ObjectType()
export class ApprovalDecided {
  @Field(() => ID)
  approvalId!: string;

  @Field(() => ID)
  stepId!: string;

  @Field(() => ApprovalStatus)
  approvalStatus!: Status;

  @Field(() => User, { nullable: true })
  decidedBy!: User | null;

  @Field(() => String, { nullable: true })
  comment!: string | null;
}
