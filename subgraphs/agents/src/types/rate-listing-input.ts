import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class RateListingInput {
  @Field(() => ID)
  listingId!: string;

  @Field(() => Int)
  stars!: number;

  @Field(() => String, { nullable: true })
  text?: string | null;
}
