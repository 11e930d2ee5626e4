import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ModelRecord, ProviderRecord } from '../models/catalog.ts';
import type { AgentsContext } from '../context.ts';
import { loadModelsOf, loadProviderHealth } from '../loaders.ts';
import type { ProviderHealthRecord } from '../models/provider-health.ts';
import { Credential } from '../types/credential.ts';
import { ModelProviderHealth } from '../types/model-provider-health.ts';
import { ModelProvider } from '../types/model-provider.ts';
import { Model } from '../types/model.ts';

@Resolver(() => ModelProvider)
export class ModelProviderFields {
  @FieldResolver(() => Credential, { nullable: true })
  credential(@Root() provider: ProviderRecord): Credential | null {
    return provider.credentialId === null ? null : { id: provider.credentialId };
  }

  @FieldResolver(() => [Model])
  models(@Root() provider: ProviderRecord, @Ctx() context: AgentsContext): Promise<readonly ModelRecord[]> {
    return loadModelsOf(context, provider.id);
  }

  @FieldResolver(() => ModelProviderHealth, {
    nullable: true,
    description: 'What calls to it came to lately. Null = the LLM gateway does not answer.',
  })
  health(@Root() provider: ProviderRecord, @Ctx() context: AgentsContext): Promise<ProviderHealthRecord | null> {
    return loadProviderHealth(context, provider.slug);
  }
}
