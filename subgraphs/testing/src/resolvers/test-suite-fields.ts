import { pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { isId } from '@aether/schema';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { TestingContext } from '../context.ts';
import type { TestSuiteRecord } from '../test-suite.ts';
import { Agent } from '../types/agent.ts';
import { TestCaseConnection, type TestCasePage } from '../types/test-case-connection.ts';
import { TestSuite } from '../types/test-suite.ts';
import { User } from '../types/user.ts';

@Resolver(() => TestSuite)
export class TestSuiteFields {
  @FieldResolver(() => Agent, { nullable: true })
  agent(@Root() suite: TestSuiteRecord): Agent {
    return { id: suite.agentId };
  }

  @FieldResolver(() => TestCaseConnection)
  async cases(
    @Root() suite: TestSuiteRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: TestingContext,
  ): Promise<TestCasePage> {
    const page = pageRequest({ first, after });
    const cases = await context.parts.suites.casePage(requireViewer(context).tenantId, suite.id, page);
    return { ...toConnection(cases, page, (each) => [each.id]), suiteId: suite.id };
  }

  @FieldResolver(() => User, { nullable: true })
  createdBy(@Root() suite: TestSuiteRecord): User | null {
    return isId('usr', suite.createdById) ? { id: suite.createdById } : null;
  }
}
