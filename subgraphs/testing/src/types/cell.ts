import { NanoUsd } from '@aether/common/service';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { CellStatus } from '../comparison.ts';

/** `execution`, `reasoning` and the votes are in resolvers/cell-fields.ts. */
@ObjectType({ description: 'One variant on one case. Text, steps and errors are those of `execution`.' })
export class Cell {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  variantId!: string;

  @Field(() => ID)
  caseId!: string;

  @Field(() => CellStatus)
  status!: CellStatus;

  @Field(() => Float, { nullable: true, description: '0 to 10.' })
  score!: number | null;

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
