import { NanoUsd } from '@aether/common/service';
import { Field, Float, ObjectType } from 'type-graphql';

@ObjectType()
export class VariantCostEstimate {
  @Field(() => String)
  label!: string;

  @Field(() => NanoUsd, { nullable: true })
  cost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;
}

@ObjectType()
export class CostEstimate {
  @Field(() => NanoUsd, { nullable: true })
  cost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Float)
  durationMs!: number;

  @Field(() => [VariantCostEstimate])
  perVariant!: readonly VariantCostEstimate[];
}
