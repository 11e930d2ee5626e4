import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ApiKeyRecord } from '../api-key.ts';
import { ApiKey } from './api-key.ts';

@ObjectType()
export class ApiKeyPayload {
  @Field(() => ApiKey, { nullable: true })
  apiKey!: ApiKeyRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
