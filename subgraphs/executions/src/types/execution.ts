import { connectionTypes, NanoUsd, PermittedAction, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { ExecutionOrigin as Origin, ExecutionPriority as Priority, ExecutionRecord } from '../db/records.ts';
import type { ExecutionStatus as Status } from '../execution.ts';
import { Citation } from './citation.ts';
import type { Executor as ExecutorName } from '../argo/choose-executor.ts';
import { ExecutionOrigin, ExecutionPriority, ExecutionStatus, Executor } from './enums.ts';
import { ExecutionChain } from './execution-chain.ts';
import { ExecutionError } from './execution-error.ts';
import { ExecutionRating } from './execution-rating.ts';
import { Agent, AgentVersion, User } from './references.ts';

/** What costs a read of its own is in resolvers/execution.ts: input, context, output, conversation, diagnosis. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'One durable run of one agent. Accepted once, it ends in exactly one terminal status.' })
export class Execution {
  record!: ExecutionRecord;

  @Field(() => ID)
  id!: string;

  @Field(() => Agent, { nullable: true })
  agent!: Agent | null;

  @Field(() => AgentVersion, {
    nullable: true,
    description: 'Null when a draft was run; then `draftRevision` says which.',
  })
  version!: AgentVersion | null;

  @Field(() => Int, { nullable: true })
  draftRevision!: number | null;

  @Field(() => ExecutionStatus)
  status!: Status;

  @Field(() => Executor)
  executor!: ExecutorName;

  @Field(() => ExecutionOrigin)
  origin!: Origin;

  @Field(() => ExecutionPriority)
  priority!: Priority;

  @Field(() => User, { nullable: true })
  startedBy!: User | null;

  @Field(() => [Citation])
  citations!: readonly Citation[];

  @Field(() => ExecutionError, { nullable: true })
  error!: ExecutionError | null;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { nullable: true })
  startedAt!: string | null;

  @Field(() => Timestamp, { nullable: true })
  endedAt!: string | null;

  @Field(() => Timestamp, {
    nullable: true,
    description: 'When it ends if it is still at work. Waiting does not count and moves it; null while it waits.',
  })
  deadlineAt!: string | null;

  @Field(() => NanoUsd, { nullable: true })
  budget!: number | null;

  @Field(() => NanoUsd, { description: 'With all that it called.' })
  spent!: number;

  @Field(() => NanoUsd, { description: 'Without the runs that it called.' })
  ownSpent!: number;

  @Field(() => String)
  traceId!: string;

  @Field(() => ExecutionChain)
  chain!: ExecutionChain;

  @Field(() => ExecutionRating, { nullable: true })
  rating!: ExecutionRating | null;

  @Field(() => Int, { description: '`seq` of the newest event: read the run, then subscribe after it.' })
  lastSeq!: number;

  @Field(() => [PermittedAction])
  viewerActions!: readonly PermittedAction[];
}

export const { Connection: ExecutionConnection } = connectionTypes('Execution', () => Execution);
