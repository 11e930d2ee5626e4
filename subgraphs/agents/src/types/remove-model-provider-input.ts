import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RemoveModelProviderInput {
  @Field(() => ID)
  providerId!: string;
}
