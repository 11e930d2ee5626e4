import { Permission, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ModelRecord } from '../../models/catalog.ts';
import type { AgentsContext } from '../../context.ts';
import { loadModel } from '../../loaders.ts';
import { Model } from '../../types/model.ts';

@Resolver()
export class ModelResolver {
  @Permission('model:read')
  @Query(() => Model, { nullable: true })
  async model(
    @Arg('id', () => ID, { nullable: true }) id: string | null | undefined,
    @Arg('slug', () => String, { nullable: true }) slug: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<ModelRecord | null> {
    if (id != null) return loadModel(context, id);
    if (slug == null) throw new ValidationError(['id'], 'an id or a slug', 'neither');
    const [model] = await context.parts.catalog.modelsBySlugs(requireViewer(context).tenantId, [slug]);
    return model ?? null;
  }
}
