import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { CredentialRecord } from '../credential.ts';
import { Credential } from './credential.ts';

@ObjectType()
export class CredentialPayload {
  @Field(() => Credential, { nullable: true })
  credential!: CredentialRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
