import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { CredentialKind } from '../credential.ts';

@Directive('@inaccessible')
@ObjectType({
  description: 'Cipher text and what is needed to open it; associated data is tenant, id, version and purpose.',
})
export class SealedCredential {
  @Field(() => ID)
  id!: string;

  @Field(() => CredentialKind)
  kind!: CredentialKind;

  @Field(() => Int)
  version!: number;

  @Field(() => ID)
  vaultKeyId!: string;

  @Field(() => String)
  sealed!: string;

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'Of OAUTH2: the server that the token was granted for (RFC 8707); it may be sent to no other.',
  })
  resource!: string | null;

  @Field(() => Timestamp, { nullable: true })
  expiresAt!: string | null;
}
