import { Permission, requireViewer } from '@aether/common/service';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { ProviderRecord } from '../../models/catalog.ts';
import type { AgentsContext } from '../../context.ts';
import { ModelProvider } from '../../types/model-provider.ts';

@Resolver()
export class ModelProvidersResolver {
  @Permission('model:read')
  @Query(() => [ModelProvider])
  modelProviders(@Ctx() context: AgentsContext): Promise<readonly ProviderRecord[]> {
    return context.parts.catalog.providers(requireViewer(context).tenantId);
  }
}
