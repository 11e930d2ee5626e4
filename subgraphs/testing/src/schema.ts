import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { TestingContext } from './context.ts';
import { loadCase, loadSuite } from './loaders.ts';
import { AddTestCaseResolver } from './resolvers/mutation/add-test-case.ts';
import { CreateTestSuiteResolver } from './resolvers/mutation/create-test-suite.ts';
import { DeleteTestSuiteResolver } from './resolvers/mutation/delete-test-suite.ts';
import { RemoveTestCaseResolver } from './resolvers/mutation/remove-test-case.ts';
import { UpdateTestCaseResolver } from './resolvers/mutation/update-test-case.ts';
import { UpdateTestSuiteResolver } from './resolvers/mutation/update-test-suite.ts';
import { TestSuiteResolver } from './resolvers/query/test-suite.ts';
import { TestSuitesResolver } from './resolvers/query/test-suites.ts';
import { TestCaseConnectionFields } from './resolvers/test-case-connection-fields.ts';
import { TestSuiteFields } from './resolvers/test-suite-fields.ts';
import './types/enums.ts';

/** The subgraph as federation sees it; needs no database. */
export function createTestingSchema(): Promise<GraphQLSchema> {
  return buildSubgraph<TestingContext>({
    name: 'testing',
    resolvers: [
      TestSuiteFields,
      TestCaseConnectionFields,
      TestSuiteResolver,
      TestSuitesResolver,
      AddTestCaseResolver,
      CreateTestSuiteResolver,
      DeleteTestSuiteResolver,
      RemoveTestCaseResolver,
      UpdateTestCaseResolver,
      UpdateTestSuiteResolver,
    ],
    references: {
      TestSuite: async ({ id }, context) => (context.viewer === null ? null : loadSuite(context, id)),
      TestCase: async ({ id }, context) => (context.viewer === null ? null : loadCase(context, id)),
    },
  });
}
