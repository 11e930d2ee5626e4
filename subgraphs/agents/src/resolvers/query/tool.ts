import { Permission, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { loadTool } from '../../loaders.ts';
import type { ToolRecord } from '../../tools/tool-catalog.ts';
import { Tool } from '../../types/tool.ts';

@Resolver()
export class ToolResolver {
  @Permission('tool:read')
  @Query(() => Tool, { nullable: true })
  async tool(
    @Arg('id', () => ID, { nullable: true }) id: string | null | undefined,
    @Arg('slug', () => String, { nullable: true }) slug: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<ToolRecord | null> {
    if (id != null) return loadTool(context, id);
    if (slug == null) throw new ValidationError(['id'], 'an id or a slug', 'neither');
    const [tool] = await context.parts.tools.toolsBySlugs(requireViewer(context).tenantId, [slug]);
    return tool ?? null;
  }
}
