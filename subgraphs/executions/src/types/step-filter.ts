import { NanoUsd } from '@aether/common/service';
import { Field, Float, ID, InputType } from 'type-graphql';
import type { StepStatus as Status, StepType as Type } from '../step.ts';
import { StepStatus, StepType } from './enums.ts';

@InputType()
export class StepFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => [StepType], { nullable: true })
  types?: Type[] | null;

  @Field(() => [StepStatus], { nullable: true })
  statuses?: Status[] | null;

  @Field(() => ID, { nullable: true })
  parentId?: string | null;

  @Field(() => Boolean, { nullable: true })
  criticalPathOnly?: boolean | null;

  @Field(() => NanoUsd, { nullable: true })
  minimumCost?: number | null;

  @Field(() => Float, { nullable: true })
  minimumDurationMs?: number | null;
}
