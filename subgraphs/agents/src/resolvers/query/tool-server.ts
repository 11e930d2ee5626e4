import { Permission, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { loadToolServer } from '../../loaders.ts';
import type { ToolServerRecord } from '../../tools/tool-catalog.ts';
import { ToolServer } from '../../types/tool-server.ts';

@Resolver()
export class ToolServerResolver {
  @Permission('tool:read')
  @Query(() => ToolServer, { nullable: true })
  async toolServer(
    @Arg('id', () => ID, { nullable: true }) id: string | null | undefined,
    @Arg('slug', () => String, { nullable: true }) slug: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<ToolServerRecord | null> {
    if (id != null) return loadToolServer(context, id);
    if (slug == null) throw new ValidationError(['id'], 'an id or a slug', 'neither');
    return context.parts.tools.serverBySlug(requireViewer(context).tenantId, slug);
  }
}
