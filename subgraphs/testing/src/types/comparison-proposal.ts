import { Field, ID, ObjectType } from 'type-graphql';
import { Model } from './model.ts';

@ObjectType()
export class VariantProposal {
  @Field(() => Model, { nullable: true })
  model!: Model | null;

  @Field(() => String)
  reason!: string;
}

@ObjectType()
export class ComparisonProposal {
  @Field(() => [VariantProposal])
  variants!: readonly VariantProposal[];

  @Field(() => [ID])
  caseIds!: readonly string[];
}
