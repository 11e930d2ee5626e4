import { Long, NanoUsd } from '@aether/common/service';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: '`share` of the total duration, 0 to 1.' })
export class Bottleneck {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Float)
  share!: number;

  @Field(() => String)
  reason!: string;
}

@ObjectType()
export class OptimizationOpportunity {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => [ID])
  stepIds!: readonly string[];

  @Field(() => Float, { nullable: true })
  savingMs!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  saving!: number | null;
}

@ObjectType()
export class ExecutionSummary {
  @Field(() => Int)
  totalSteps!: number;

  @Field(() => NanoUsd, {
    nullable: true,
    description: 'What is known of it: with `unpriced` there is more. Null = nothing is known.',
  })
  totalCost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Long)
  totalTokens!: number;

  @Field(() => Float, { description: 'Succeeded among ended steps, 0 to 1.' })
  successRate!: number;

  @Field(() => [ID])
  criticalPath!: readonly string[];

  @Field(() => [Bottleneck])
  bottlenecks!: readonly Bottleneck[];

  @Field(() => [OptimizationOpportunity])
  optimizationOpportunities!: readonly OptimizationOpportunity[];
}
