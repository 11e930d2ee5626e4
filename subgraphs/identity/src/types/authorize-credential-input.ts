import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A new credential, or with `credentialId` a new grant for a known one.' })
export class AuthorizeCredentialInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Slug of the tool server that asks for consent.' })
  target!: string;

  @Field(() => [String], { nullable: true, description: 'Instead of those that the server asks for.' })
  scopes?: readonly string[] | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  shared?: boolean | null;

  @Field(() => ID, { nullable: true })
  credentialId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of this installation, where the authorization server registers no clients by itself.',
  })
  clientId?: string | null;

  @Field(() => String, { nullable: true })
  clientSecret?: string | null;
}
