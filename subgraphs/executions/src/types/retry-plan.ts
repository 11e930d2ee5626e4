import { NanoUsd } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';
import type { StepType as Type } from '../step.ts';
import { Effect } from './effect.ts';
import { StepType, ToolEffect } from './enums.ts';
import { Execution } from './execution.ts';

@ObjectType()
export class RetryStep {
  @Field(() => ID)
  stepId!: string;

  @Field(() => String)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => StepType)
  type!: Type;

  @Field(() => ToolEffect, { nullable: true })
  effect!: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE' | null;
}

@ObjectType({ description: 'What a retry would do, before it is asked for.' })
export class RetryPlan {
  @Field(() => Execution)
  execution!: object;

  @Field(() => ID, { nullable: true })
  fromStep!: string | null;

  @Field(() => [ID])
  reused!: readonly string[];

  @Field(() => [RetryStep], { description: 'As the run took them; it may take others now.' })
  reruns!: readonly RetryStep[];

  @Field(() => NanoUsd, { nullable: true, description: 'What the same steps cost last time.' })
  estimatedCost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => [Effect], { description: 'Side effects that would happen again.' })
  repeatedEffects!: readonly Effect[];
}
