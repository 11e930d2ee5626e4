import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'Without `cellIds`: all that have not finished.' })
export class RunComparisonInput {
  @Field(() => ID)
  comparisonId!: string;

  @Field(() => [ID], { nullable: true })
  cellIds?: readonly string[] | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType()
export class StopComparisonInput {
  @Field(() => ID)
  comparisonId!: string;
}

@InputType({ description: '`vote`: −1, 0 or 1.' })
export class VoteCellInput {
  @Field(() => ID)
  cellId!: string;

  @Field(() => Int)
  vote!: number;

  @Field(() => String, { nullable: true })
  note?: string | null;
}

@InputType()
export class PromoteVariantInput {
  @Field(() => ID)
  comparisonId!: string;

  @Field(() => ID)
  variantId!: string;

  @Field(() => Int)
  expectedRevision!: number;

  @Field(() => [ID], { nullable: true, description: 'In this order after the promoted one.' })
  fallbackVariantIds?: readonly string[] | null;
}
