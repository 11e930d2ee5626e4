import { Field, InputType } from 'type-graphql';

@InputType({ description: 'The query with which an app sent the browser here (RFC 6749, 7636 and 8707), as it is.' })
export class AuthorizationRequestInput {
  @Field(() => String)
  responseType!: string;

  @Field(() => String)
  clientId!: string;

  @Field(() => String)
  redirectUri!: string;

  @Field(() => String, { nullable: true })
  scope?: string | null;

  @Field(() => String, { nullable: true })
  state?: string | null;

  @Field(() => String, { nullable: true })
  resource?: string | null;

  @Field(() => String, { nullable: true })
  codeChallenge?: string | null;

  @Field(() => String, { nullable: true })
  codeChallengeMethod?: string | null;
}
