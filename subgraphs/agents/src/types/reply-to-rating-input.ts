import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ReplyToRatingInput {
  @Field(() => ID)
  ratingId!: string;

  @Field(() => String)
  text!: string;
}
