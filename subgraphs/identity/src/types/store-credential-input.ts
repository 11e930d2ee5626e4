import { JSONValue, Timestamp } from '@aether/common/service';
import type { JsonValue } from '@aether/schema';
import { Field, InputType } from 'type-graphql';
import { CredentialKind } from '../credential.ts';

@InputType({ description: '`value` depends on the kind, for example `{ "username": …, "password": … }` for BASIC.' })
export class StoreCredentialInput {
  @Field(() => String)
  name!: string;

  @Field(() => CredentialKind)
  kind!: CredentialKind;

  @Field(() => JSONValue)
  value!: JsonValue;

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  shared?: boolean | null;

  @Field(() => Timestamp, { nullable: true })
  expiresAt?: string | null;
}
