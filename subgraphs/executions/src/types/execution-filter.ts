import { NanoUsd, Timestamp } from '@aether/common/service';
import { Field, Float, ID, InputType } from 'type-graphql';
import type { ExecutionStatus as Status } from '../execution.ts';
import { ExecutionOrigin, ExecutionStatus } from './enums.ts';

@InputType()
export class ExecutionFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => ID, { nullable: true })
  agentId?: string | null;

  @Field(() => [ExecutionStatus], { nullable: true })
  statuses?: Status[] | null;

  @Field(() => [ExecutionOrigin], { nullable: true })
  origins?: string[] | null;

  @Field(() => ID, { nullable: true })
  startedById?: string | null;

  @Field(() => ID, { nullable: true })
  conversationId?: string | null;

  @Field(() => Timestamp, { nullable: true })
  since?: string | null;

  @Field(() => Timestamp, { nullable: true })
  until?: string | null;

  @Field(() => NanoUsd, { nullable: true })
  minimumCost?: number | null;

  @Field(() => Float, { nullable: true })
  minimumDurationMs?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Dead letters: failed or timed out, and not repeated by anybody yet.',
  })
  redrivable?: boolean | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true })
  topLevelOnly?: boolean | null;
}
