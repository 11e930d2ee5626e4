import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ModelRecord } from '../models/catalog.ts';
import { Model } from './model.ts';

@ObjectType()
export class ModelPayload {
  @Field(() => Model, { nullable: true })
  model!: ModelRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
