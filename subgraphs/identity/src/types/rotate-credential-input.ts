import { JSONValue } from '@aether/common/service';
import type { JsonValue } from '@aether/schema';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RotateCredentialInput {
  @Field(() => ID)
  credentialId!: string;

  @Field(() => JSONValue)
  value!: JsonValue;
}
