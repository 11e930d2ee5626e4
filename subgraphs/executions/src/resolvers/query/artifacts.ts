import { pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { actorOf, seesAll } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ArtifactConnection, ArtifactFilter, toArtifact } from '../../types/artifact.ts';

@Resolver()
export class ArtifactsResolver {
  @Permission('execution:read')
  @Query(() => ArtifactConnection, {
    description: "Files of one's own runs, newest first; of all runs for those who manage them.",
  })
  async artifacts(
    @Ctx() context: ExecutionsContext,
    @Arg('filter', () => ArtifactFilter, { nullable: true }) filter: ArtifactFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<object> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first, after });
    const conditions = {
      startedById: seesAll(viewer) ? null : actorOf(viewer),
      agentId: filter?.agentId ?? null,
      executionId: filter?.executionId ?? null,
      conversationId: filter?.conversationId ?? null,
      kind: filter?.kind ?? null,
      search: filter?.search?.toLowerCase() ?? null,
    };
    const beforeId = page.after === null ? null : String(page.after[0]);
    const rows = await context.parts.artifacts.list(viewer.tenantId, conditions, { beforeId, limit: page.first + 1 });
    return toConnection(rows.map(toArtifact), page, ({ id }) => [id]);
  }
}
