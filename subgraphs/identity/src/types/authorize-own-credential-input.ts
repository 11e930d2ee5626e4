import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class AuthorizeOwnCredentialInput {
  @Field(() => ID, { description: 'One that is `credentialPerUser`.' })
  toolServerId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of this installation, where the authorization server registers no clients by itself.',
  })
  clientId?: string | null;

  @Field(() => String, { nullable: true })
  clientSecret?: string | null;
}
