import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { ModelKeyRecord } from '../model-key.ts';
import { ModelKey } from '../types/model-key.ts';
import { ModelProvider } from '../types/model-provider.ts';

@Resolver(() => ModelKey)
export class ModelKeyFields {
  @FieldResolver(() => ModelProvider, { nullable: true, description: 'Null = it was removed; the key is of no use.' })
  provider(@Root() key: ModelKeyRecord): ModelProvider {
    return { id: key.providerId };
  }
}
