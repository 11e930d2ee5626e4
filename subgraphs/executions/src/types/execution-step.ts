import { connectionTypes, JSONValue, NanoUsd, Timestamp } from '@aether/common/service';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { StepStatus as Status, StepType as Type } from '../step.ts';
import { StepStatus, StepType, ToolEffect } from './enums.ts';
import { ExecutionError } from './execution-error.ts';
import { PayloadPreview } from './payload-preview.ts';
import { Model, Tool } from './references.ts';
import { StepAttempt } from './step-attempt.ts';

@ObjectType({ description: 'One unit of the journal: done once, reused on resume.' })
export class ExecutionStep {
  executionId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Deterministic path in the flow: `plan/2/tool:crm.search/0`.' })
  key!: string;

  @Field(() => ID, { nullable: true })
  parentId!: string | null;

  @Field(() => ID, { nullable: true })
  nodeId!: string | null;

  @Field(() => StepType)
  type!: Type;

  @Field(() => String)
  name!: string;

  @Field(() => StepStatus)
  status!: Status;

  @Field(() => Int)
  attempt!: number;

  @Field(() => [StepAttempt])
  attempts!: readonly StepAttempt[];

  @Field(() => Timestamp)
  startedAt!: string;

  @Field(() => Float, { nullable: true })
  durationMs!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Null until it has ended.' })
  success!: boolean | null;

  @Field(() => JSONValue, {
    description: 'By type: results and scores, model parameters, reasoning, operation, namespaces …',
  })
  details!: unknown;

  @Field(() => PayloadPreview, { nullable: true })
  input!: PayloadPreview | null;

  @Field(() => PayloadPreview, { nullable: true })
  output!: PayloadPreview | null;

  @Field(() => PayloadPreview, { nullable: true, description: 'What the model was sent, secrets masked.' })
  prompt!: PayloadPreview | null;

  @Field(() => NanoUsd, { nullable: true })
  cost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Int, { nullable: true })
  promptTokens!: number | null;

  @Field(() => Int, { nullable: true })
  completionTokens!: number | null;

  @Field(() => Int, { nullable: true })
  cachedTokens!: number | null;

  @Field(() => Model, { nullable: true })
  model!: Model | null;

  @Field(() => Tool, { nullable: true })
  tool!: Tool | null;

  @Field(() => ToolEffect, { nullable: true })
  effect!: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE' | null;

  @Field(() => String)
  spanId!: string;

  @Field(() => ExecutionError, { nullable: true })
  error!: ExecutionError | null;
}

const { Connection } = connectionTypes('ExecutionStep', () => ExecutionStep);

@ObjectType()
export class ExecutionStepConnection extends Connection {
  @Field(() => Int)
  totalCount!: number;
}
