import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Takes the place of the key that the person has for this provider.' })
export class StoreModelKeyInput {
  @Field(() => ID)
  providerId!: string;

  @Field(() => String)
  key!: string;
}
