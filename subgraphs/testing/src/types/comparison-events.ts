import { NanoUsd, ResyncRequired, Timestamp } from '@aether/common/service';
import { createUnionType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { CellStatus, ComparisonStatus } from '../comparison.ts';
import { Recommendation } from './recommendation.ts';
import { VariantStatistics } from './variant-statistics.ts';

@ObjectType()
export class CellStarted {
  @Field(() => ID)
  cellId!: string;

  @Field(() => ID)
  executionId!: string;
}

@ObjectType({
  description:
    "Volatile text of the cell's answer from `offset` (UTF-16 code units); the durable text is the execution's.",
})
export class CellTextPreview {
  @Field(() => ID)
  cellId!: string;

  @Field(() => Int)
  offset!: number;

  @Field(() => String)
  text!: string;
}

@ObjectType()
export class CellEnded {
  @Field(() => ID)
  cellId!: string;

  @Field(() => CellStatus)
  cellStatus!: CellStatus;

  @Field(() => Float, { nullable: true })
  durationMs!: number | null;

  @Field(() => Float, { nullable: true })
  firstTokenMs!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  cost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Int, { nullable: true })
  totalTokens!: number | null;
}

@ObjectType({ description: 'The cell is finished.' })
export class CellScored {
  @Field(() => ID)
  cellId!: string;

  @Field(() => Float)
  score!: number;

  @Field(() => String)
  reasoning!: string;
}

@ObjectType()
export class StatisticsChanged {
  @Field(() => [VariantStatistics])
  statistics!: readonly VariantStatistics[];
}

@ObjectType()
export class RecommendationChanged {
  @Field(() => Recommendation)
  recommendation!: Recommendation;
}

@ObjectType()
export class ComparisonSpendChanged {
  @Field(() => NanoUsd)
  spent!: number;

  @Field(() => Boolean)
  unpriced!: boolean;
}

@ObjectType()
export class ComparisonStatusChanged {
  @Field(() => ComparisonStatus)
  status!: ComparisonStatus;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

/** The member of the union is told by the value. */
export const ComparisonEvent = createUnionType({
  name: 'ComparisonEvent',
  types: () =>
    [
      CellStarted,
      CellTextPreview,
      CellEnded,
      CellScored,
      StatisticsChanged,
      RecommendationChanged,
      ComparisonSpendChanged,
      ComparisonStatusChanged,
      ResyncRequired,
    ] as const,
  resolveType: (event: object) => ('__typename' in event ? String(event.__typename) : undefined),
});

@ObjectType()
export class ComparisonEventEnvelope {
  @Field(() => Int, { nullable: true })
  seq!: number | null;

  @Field(() => Timestamp)
  at!: string;

  @Field(() => ComparisonEvent)
  event!: object;
}
