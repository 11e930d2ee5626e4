import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ApiKeyRecord } from '../api-key.ts';
import { ApiKey } from './api-key.ts';

@ObjectType({ description: '`secret` is in this payload only.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { nullable: true })
  apiKey!: ApiKeyRecord | null;

  @Field(() => String, { nullable: true })
  secret!: string | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
