import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { TestingContext } from '../context.ts';
import { loadCaseCount } from '../loaders.ts';
import { TestCaseConnection, type TestCasePage } from '../types/test-case-connection.ts';

@Resolver(() => TestCaseConnection)
export class TestCaseConnectionFields {
  @FieldResolver(() => Int)
  totalCount(@Root() page: TestCasePage, @Ctx() context: TestingContext): Promise<number> {
    return loadCaseCount(context, page.suiteId);
  }
}
