import {
  type Connection,
  NotFoundError,
  Permission,
  pageRequest,
  requireViewer,
  toConnection,
} from '@aether/common/service';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { loadAgentAccess } from '../../agent-access.ts';
import type { ComparisonRecord } from '../../comparison.ts';
import type { TestingContext } from '../../context.ts';
import { ComparisonConnection } from '../../types/comparison.ts';

@Resolver()
export class ComparisonsResolver {
  @Permission('comparison:read')
  @Query(() => ComparisonConnection, { description: 'Newest first.' })
  async comparisons(
    @Arg('agentId', () => ID) agentId: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: TestingContext,
  ): Promise<Connection<ComparisonRecord>> {
    const page = pageRequest({ first, after });
    if ((await loadAgentAccess(context, agentId)) === null) throw new NotFoundError('agent', agentId);
    const found = await context.parts.comparisons.page(requireViewer(context).tenantId, agentId, page);
    return toConnection(found, page, (comparison) => [comparison.id]);
  }
}
