import { JSONValue } from '@aether/common/service';
import type { JsonValue } from '@aether/schema';
import { Field, ID, InputType } from 'type-graphql';
import { CredentialKind } from '../credential.ts';

@InputType({ description: 'In place of what the viewer has stored for this server before.' })
export class StoreOwnCredentialInput {
  @Field(() => ID, { description: 'One that is `credentialPerUser`.' })
  toolServerId!: string;

  @Field(() => CredentialKind, { description: 'API_KEY, BEARER or BASIC.' })
  kind!: CredentialKind;

  @Field(() => JSONValue)
  value!: JsonValue;
}
