import { JSONValue, Long, NanoUsd, ResyncRequired, Timestamp } from '@aether/common/service';
import { createUnionType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { ExecutionStatus as Status } from '../execution.ts';
import type { StepStatus as StatusOfStep, StepType as TypeOfStep } from '../step.ts';
import { ApprovalDecided, ApprovalRequested } from './approval-events.ts';
import { ArtifactCreated } from './artifact.ts';
import { ExecutionStatus, StepStatus, StepType, ToolEffect } from './enums.ts';
import { ExecutionError } from './execution-error.ts';
import { Model, Tool } from './references.ts';

@ObjectType()
export class ExecutionStatusChanged {
  @Field(() => ExecutionStatus)
  status!: Status;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType()
export class StepStarted {
  @Field(() => ID)
  stepId!: string;

  @Field(() => String)
  key!: string;

  @Field(() => ID, { nullable: true })
  parentId!: string | null;

  @Field(() => ID, { nullable: true })
  nodeId!: string | null;

  @Field(() => StepType)
  type!: TypeOfStep;

  @Field(() => String)
  name!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => Model, { nullable: true })
  model!: Model | null;

  @Field(() => Tool, { nullable: true })
  tool!: Tool | null;
}

@ObjectType()
export class ToolCalled {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => Tool, { nullable: true })
  tool!: Tool | null;

  @Field(() => JSONValue)
  arguments!: unknown;

  @Field(() => ToolEffect)
  effect!: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE';
}

@ObjectType({ description: '`fraction` 0 to 1.' })
export class StepProgressed {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => StepStatus)
  stepStatus!: StatusOfStep;

  @Field(() => Float, { nullable: true })
  fraction!: number | null;

  @Field(() => String, { nullable: true })
  message!: string | null;
}

@ObjectType()
export class StepEnded {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => StepStatus)
  stepStatus!: StatusOfStep;

  @Field(() => Float)
  durationMs!: number;

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

  @Field(() => ExecutionError, { nullable: true })
  error!: ExecutionError | null;
}

@ObjectType({ description: "Volatile text from `offset` (UTF-16 code units) of a step's answer." })
export class TextPreview {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => Int)
  offset!: number;

  @Field(() => String)
  text!: string;
}

@ObjectType({ description: 'Durable text; replaces previews of the same range.' })
export class TextDelta {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => Int)
  offset!: number;

  @Field(() => String)
  text!: string;
}

@ObjectType({ description: 'Drop the text of the attempt: the step runs again.' })
export class MessageReset {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType()
export class SpendChanged {
  @Field(() => NanoUsd)
  spent!: number;

  @Field(() => NanoUsd)
  reserved!: number;

  @Field(() => Long)
  totalTokens!: number;

  @Field(() => Boolean)
  unpriced!: boolean;
}

@ObjectType({ description: 'Always the last event.' })
export class ExecutionEnded {
  @Field(() => ExecutionStatus)
  status!: Status;

  @Field(() => JSONValue, { nullable: true })
  output!: unknown;

  @Field(() => ExecutionError, { nullable: true })
  error!: ExecutionError | null;

  @Field(() => Float)
  totalDurationMs!: number;

  @Field(() => NanoUsd, {
    nullable: true,
    description: 'What is known of it: with `unpriced` there is more. Null = nothing is known.',
  })
  totalCost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;
}

/** The member of the union is the class of the value. */
export const ExecutionEvent = createUnionType({
  name: 'ExecutionEvent',
  types: () =>
    [
      ExecutionStatusChanged,
      StepStarted,
      StepProgressed,
      StepEnded,
      ToolCalled,
      TextPreview,
      TextDelta,
      MessageReset,
      ApprovalRequested,
      ApprovalDecided,
      ArtifactCreated,
      SpendChanged,
      ExecutionEnded,
      ResyncRequired,
    ] as const,
  resolveType: (event: object) => ('__typename' in event ? String(event.__typename) : undefined),
});

@ObjectType()
export class ExecutionEventEnvelope {
  @Field(() => Int, { nullable: true })
  seq!: number | null;

  @Field(() => Timestamp)
  at!: string;

  @Field(() => ExecutionEvent)
  event!: object;
}
