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
import type { TestingContext } from '../../context.ts';
import type { TestSuiteRecord } from '../../test-suite.ts';
import { TestSuiteConnection } from '../../types/test-suite-connection.ts';

@Resolver()
export class TestSuitesResolver {
  @Permission('test-suite:read')
  @Query(() => TestSuiteConnection)
  async testSuites(
    @Arg('agentId', () => ID) agentId: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: TestingContext,
  ): Promise<Connection<TestSuiteRecord>> {
    const page = pageRequest({ first, after });
    if ((await loadAgentAccess(context, agentId)) === null) throw new NotFoundError('agent', agentId);
    const suites = await context.parts.suites.suitePage(requireViewer(context).tenantId, agentId, page);
    return toConnection(suites, page, (suite) => [suite.id]);
  }
}
