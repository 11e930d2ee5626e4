import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { TestingContext } from '../../context.ts';
import { loadSuite } from '../../loaders.ts';
import type { TestSuiteRecord } from '../../test-suite.ts';
import { TestSuite } from '../../types/test-suite.ts';

@Resolver()
export class TestSuiteResolver {
  @Permission('test-suite:read')
  @Query(() => TestSuite, { nullable: true })
  testSuite(@Arg('id', () => ID) id: string, @Ctx() context: TestingContext): Promise<TestSuiteRecord | null> {
    return loadSuite(context, id);
  }
}
