import { Field, InputType } from 'type-graphql';

@InputType()
export class RemoveToolServerOfferInput {
  @Field(() => String, { description: 'Of an offer that was imported.' })
  slug!: string;
}
