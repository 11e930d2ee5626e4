import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class WithdrawListingInput {
  @Field(() => ID)
  listingId!: string;
}
