import { NanoUsd } from '@aether/common/service';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Sums over the finished cells of a variant.' })
export class VariantStatistics {
  @Field(() => ID)
  variantId!: string;

  @Field(() => Int)
  finished!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => Float, { nullable: true })
  score!: number | null;

  @Field(() => Float, { nullable: true, description: '95 % interval.' })
  scoreLow!: number | null;

  @Field(() => Float, { nullable: true })
  scoreHigh!: number | null;

  @Field(() => Float, { nullable: true, description: '0 to 1.' })
  passRate!: number | null;

  @Field(() => Float, { nullable: true })
  medianDurationMs!: number | null;

  @Field(() => Float, { nullable: true })
  percentile95DurationMs!: number | null;

  @Field(() => Float, { nullable: true })
  medianFirstTokenMs!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  costPerRun!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Float, { nullable: true })
  tokensPerRun!: number | null;
}
