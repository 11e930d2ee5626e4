import { type Connection, Permission, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { ModelRecord } from '../../models/catalog.ts';
import type { AgentsContext } from '../../context.ts';
import { ModelConnection } from '../../types/model-connection.ts';
import { ModelFilter } from '../../types/model-filter.ts';

@Resolver()
export class ModelsResolver {
  @Permission('model:read')
  @Query(() => ModelConnection)
  async models(
    @Arg('filter', () => ModelFilter, { nullable: true }) filter: ModelFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<ModelRecord>> {
    const page = pageRequest({ first, after });
    const models = await context.parts.catalog.modelPage(requireViewer(context).tenantId, filter ?? {}, page);
    return toConnection(models, page, (model) => [model.slug]);
  }
}
