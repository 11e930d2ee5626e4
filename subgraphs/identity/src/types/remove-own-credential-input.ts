import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RemoveOwnCredentialInput {
  @Field(() => ID)
  credentialId!: string;
}
