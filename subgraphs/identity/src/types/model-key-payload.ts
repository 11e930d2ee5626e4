import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ModelKeyRecord } from '../model-key.ts';
import { ModelKey } from './model-key.ts';

@ObjectType()
export class ModelKeyPayload {
  @Field(() => ModelKey, { nullable: true })
  modelKey!: ModelKeyRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
