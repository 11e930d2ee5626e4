import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { ProviderRecord } from '../models/catalog.ts';
import { ModelProvider } from './model-provider.ts';

@ObjectType()
export class ModelProviderPayload {
  @Field(() => ModelProvider, { nullable: true })
  provider!: ProviderRecord | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
