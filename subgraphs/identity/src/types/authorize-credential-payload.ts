import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { CredentialRecord } from '../credential.ts';
import { Credential } from './credential.ts';

@ObjectType()
export class AuthorizeCredentialPayload {
  @Field(() => Credential, { nullable: true })
  credential!: CredentialRecord | null;

  @Field(() => String, { nullable: true, description: 'Where a browser goes next; it comes back by itself.' })
  authorizationUrl!: string | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
