import { connectionTypes, NanoUsd, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { type ComparisonCase, ComparisonStatus, type RecommendationRecord } from '../comparison.ts';
import { Recommendation } from './recommendation.ts';
import { TestCase } from './test-case.ts';

/** What follows from the cells or from who looks is in resolvers/comparison-fields.ts. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'Variants × cases, side by side.' })
export class Comparison {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  draftRevision!: number;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => ComparisonStatus)
  status!: ComparisonStatus;

  @Field(() => [TestCase], { description: 'At most 100.' })
  cases!: readonly ComparisonCase[];

  @Field(() => Recommendation, { nullable: true })
  recommendation!: RecommendationRecord | null;

  @Field(() => Boolean, { description: 'Model names are hidden from people who vote until it is finished.' })
  blind!: boolean;

  @Field(() => Boolean)
  mockTools!: boolean;

  @Field(() => NanoUsd)
  budget!: number;

  @Field(() => NanoUsd)
  spent!: number;

  @Field(() => Boolean, { description: 'Something of what was spent has no known price.' })
  unpriced!: boolean;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { nullable: true })
  endedAt!: string | null;

  @Field(() => Int, { description: '`seq` of the newest event: read the comparison, then subscribe after it.' })
  lastSeq!: number;
}

export const { Connection: ComparisonConnection } = connectionTypes('Comparison', () => Comparison);
