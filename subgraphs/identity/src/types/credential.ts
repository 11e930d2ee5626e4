import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { CredentialKind } from '../credential.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A secret in the vault. Its value is write-only: no field returns it.' })
export class Credential {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => CredentialKind)
  kind!: CredentialKind;

  @Field(() => String, { nullable: true })
  lastFour!: string | null;

  @Field(() => [String], { description: 'Hosts or server slugs that may receive the value.' })
  scopes!: readonly string[];

  @Field(() => [String], {
    description: 'Of OAUTH2: what its server wants beyond what was granted; the next sign-in asks for both.',
  })
  askedScopes!: readonly string[];

  @Field(() => Boolean, { description: 'Everybody with the permission may bind it, else only the owner.' })
  shared!: boolean;

  @Field(() => Int)
  version!: number;

  @Field(() => Timestamp, { nullable: true })
  expiresAt!: string | null;

  @Field(() => Timestamp, { nullable: true })
  lastUsedAt!: string | null;

  @Field(() => Timestamp)
  createdAt!: string;
}
