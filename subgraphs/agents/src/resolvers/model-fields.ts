import { NotFoundError } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { isUnpriced, type ModelRecord, type ProviderRecord } from '../models/catalog.ts';
import type { AgentsContext } from '../context.ts';
import { loadProvider } from '../loaders.ts';
import { ModelProvider } from '../types/model-provider.ts';
import { Model } from '../types/model.ts';

@Resolver(() => Model)
export class ModelFields {
  @FieldResolver(() => ModelProvider)
  async provider(@Root() model: ModelRecord, @Ctx() context: AgentsContext): Promise<ProviderRecord> {
    const provider = await loadProvider(context, model.providerId);
    if (provider === null) throw new NotFoundError('model provider', model.providerId);
    return provider;
  }

  @FieldResolver(() => Boolean)
  unpriced(@Root() model: ModelRecord): boolean {
    return isUnpriced(model);
  }
}
