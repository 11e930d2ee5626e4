import { NanoUsd } from '@aether/common/service';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { StepStatus as Status, StepType as Type } from '../step.ts';
import { StepStatus, StepType } from './enums.ts';

@ObjectType({
  description:
    'All steps in columns, in order of start; index columns point into `names`, `types`, `statuses`. For 10,000 steps and more.',
})
export class ExecutionOutline {
  @Field(() => Int)
  seq!: number;

  @Field(() => [ID])
  ids!: readonly string[];

  @Field(() => [Int], { description: '−1 = no parent.' })
  parentIndex!: readonly number[];

  @Field(() => [String])
  names!: readonly string[];

  @Field(() => [Int])
  nameIndex!: readonly number[];

  @Field(() => [StepType])
  types!: readonly Type[];

  @Field(() => [Int])
  typeIndex!: readonly number[];

  @Field(() => [StepStatus])
  statuses!: readonly Status[];

  @Field(() => [Int])
  statusIndex!: readonly number[];

  @Field(() => [Float], { description: 'Since the start of the run.' })
  startMs!: readonly number[];

  @Field(() => [Float], { nullable: 'items' })
  durationMs!: readonly (number | null)[];

  @Field(() => [NanoUsd], { nullable: 'items' })
  cost!: readonly (number | null)[];

  @Field(() => [Int], { nullable: 'items' })
  tokens!: readonly (number | null)[];

  @Field(() => [Int])
  attempt!: readonly number[];

  @Field(() => Int, { nullable: true, description: 'First step that is not contained; null = complete.' })
  nextIndex!: number | null;

  @Field(() => Int)
  totalSteps!: number;
}
