import { JSONValue, NanoUsd } from '@aether/common/service';
import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class CancelExecutionInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => String, { nullable: true })
  reason?: string | null;
}

@InputType()
export class SignalExecutionInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => JSONValue, { nullable: true, description: 'An object; it is what the waiting step answers.' })
  payload?: unknown;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType({ description: 'Null `fromStep` = from the start; another `versionId` = a fork.' })
export class RetryExecutionInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => ID, { nullable: true })
  fromStep?: string | null;

  @Field(() => JSONValue, { nullable: true, description: "Checked against the agent's input schema." })
  inputOverride?: unknown;

  @Field(() => ID, { nullable: true })
  versionId?: string | null;

  @Field(() => NanoUsd, { nullable: true })
  budget?: number | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType()
export class RateExecutionInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => Int)
  satisfaction!: number;

  @Field(() => String, { nullable: true })
  comment?: string | null;
}
