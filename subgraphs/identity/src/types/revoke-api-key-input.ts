import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RevokeApiKeyInput {
  @Field(() => ID)
  apiKeyId!: string;
}
