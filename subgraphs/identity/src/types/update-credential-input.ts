import { Timestamp } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateCredentialInput {
  @Field(() => ID)
  credentialId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => [String], { nullable: true })
  scopes?: readonly string[] | null;

  @Field(() => Boolean, { nullable: true })
  shared?: boolean | null;

  @Field(() => Timestamp, { nullable: true })
  expiresAt?: string | null;
}
