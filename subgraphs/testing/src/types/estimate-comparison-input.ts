import { Field, ID, InputType, Int } from 'type-graphql';
import { ComparisonCaseInput } from './comparison-case-input.ts';
import { JudgeInput } from './judge-input.ts';
import { VariantInput } from './variant-input.ts';

@InputType()
export class EstimateComparisonInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => Int)
  draftRevision!: number;

  @Field(() => [VariantInput])
  variants!: readonly VariantInput[];

  @Field(() => [ID], { nullable: true })
  caseIds?: readonly string[] | null;

  @Field(() => [ID], { nullable: true })
  executionIds?: readonly string[] | null;

  @Field(() => [ComparisonCaseInput], { nullable: true })
  cases?: readonly ComparisonCaseInput[] | null;

  @Field(() => JudgeInput, { nullable: true })
  judge?: JudgeInput | null;
}
