import { JSONValue, NanoUsd } from '@aether/common/service';
import { Field, Float, ObjectType } from 'type-graphql';
import type { DifferenceKind as Kind } from '../analysis/step-differences.ts';
import { DifferenceKind } from './enums.ts';
import { Execution } from './execution.ts';
import { ExecutionStep } from './execution-step.ts';

@ObjectType()
export class ValueDifference {
  @Field(() => [String])
  path!: readonly string[];

  @Field(() => JSONValue, { nullable: true })
  left!: unknown;

  @Field(() => JSONValue, { nullable: true })
  right!: unknown;
}

@ObjectType()
export class StepDifference {
  @Field(() => String)
  key!: string;

  @Field(() => DifferenceKind)
  kind!: Kind;

  @Field(() => ExecutionStep, { nullable: true })
  left!: ExecutionStep | null;

  @Field(() => ExecutionStep, { nullable: true })
  right!: ExecutionStep | null;

  @Field(() => Boolean)
  inputChanged!: boolean;

  @Field(() => Boolean)
  outputChanged!: boolean;

  @Field(() => Float, { nullable: true, description: 'Right minus left.' })
  durationDifferenceMs!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  costDifference!: number | null;
}

@ObjectType({ description: 'Two runs, aligned by step key.' })
export class ExecutionDiff {
  @Field(() => Execution)
  left!: object;

  @Field(() => Execution)
  right!: object;

  @Field(() => [ValueDifference])
  input!: readonly ValueDifference[];

  @Field(() => [ValueDifference])
  output!: readonly ValueDifference[];

  @Field(() => [StepDifference])
  steps!: readonly StepDifference[];

  @Field(() => String, { nullable: true, description: 'Key of the first step that is not the same; null = none.' })
  firstDivergence!: string | null;
}
