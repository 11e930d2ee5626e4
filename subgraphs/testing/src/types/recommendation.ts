import { Field, Float, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description: '`enoughEvidence` false = do not decide on this alone; `reason` says what separates the variants.',
})
export class Recommendation {
  @Field(() => ID, { nullable: true })
  variantId!: string | null;

  @Field(() => String)
  reason!: string;

  @Field(() => Float, { description: '0 to 1.' })
  confidence!: number;

  @Field(() => Boolean)
  enoughEvidence!: boolean;

  @Field(() => Int, { nullable: true })
  missingCases!: number | null;
}
