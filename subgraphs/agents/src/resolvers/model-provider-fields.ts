import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ModelRecord, ProviderRecord } from '../catalog.ts';
import type { AgentsContext } from '../context.ts';
import { loadModelsOf } from '../loaders.ts';
import { Credential } from '../types/credential.ts';
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
}
