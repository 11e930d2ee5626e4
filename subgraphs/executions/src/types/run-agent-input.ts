import { JSONValue, NanoUsd } from '@aether/common/service';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import type { ExecutorPreference as Preference } from '../argo/choose-executor.ts';
import type { ExecutionPriority as Priority } from '../db/records.ts';
import { ExecutionPriority, ExecutorPreference } from './enums.ts';

@InputType({ description: 'Exactly one.' })
export class RunVersionInput {
  @Field(() => ID, { nullable: true })
  id?: string | null;

  @Field(() => Int, { nullable: true })
  draftRevision?: number | null;
}

@InputType({ description: 'One of `agentId`, `slug`. Without `version`: the published one.' })
export class RunAgentInput {
  @Field(() => ID, { nullable: true })
  agentId?: string | null;

  @Field(() => String, { nullable: true })
  slug?: string | null;

  @Field(() => RunVersionInput, { nullable: true })
  version?: RunVersionInput | null;

  @Field(() => JSONValue, { description: "Checked against the agent's input schema." })
  input!: unknown;

  @Field(() => JSONValue, {
    nullable: true,
    description: 'Facts beside the input, such as where the request came from; the agent may look them up.',
  })
  context?: unknown;

  @Field(() => ExecutionPriority, { nullable: true, defaultValue: 'NORMAL' })
  priority?: Priority | null;

  @Field(() => String, { nullable: true, description: 'W3C trace context of the caller.' })
  traceparent?: string | null;

  @Field(() => ID, { nullable: true })
  conversationId?: string | null;

  @Field(() => NanoUsd, { nullable: true })
  budget?: number | null;

  @Field(() => Float, { nullable: true, description: 'Instead of that of the agent. Waiting does not count.' })
  deadlineMs?: number | null;

  @Field(() => ExecutorPreference, { nullable: true, defaultValue: 'AUTO' })
  executor?: Preference | null;

  @Field(() => String)
  idempotencyKey!: string;
}
