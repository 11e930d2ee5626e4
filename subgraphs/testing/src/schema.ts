import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { TestingContext } from './context.ts';
import { loadCase, loadComparison, loadSuite } from './loaders.ts';
import { CellFields } from './resolvers/cell-fields.ts';
import { ComparisonFields } from './resolvers/comparison-fields.ts';
import { AddTestCaseResolver } from './resolvers/mutation/add-test-case.ts';
import { CreateComparisonResolver } from './resolvers/mutation/create-comparison.ts';
import { CreateTestSuiteResolver } from './resolvers/mutation/create-test-suite.ts';
import { DeleteTestSuiteResolver } from './resolvers/mutation/delete-test-suite.ts';
import { PromoteVariantResolver } from './resolvers/mutation/promote-variant.ts';
import { RemoveTestCaseResolver } from './resolvers/mutation/remove-test-case.ts';
import { RunComparisonResolver } from './resolvers/mutation/run-comparison.ts';
import { StopComparisonResolver } from './resolvers/mutation/stop-comparison.ts';
import { UpdateTestCaseResolver } from './resolvers/mutation/update-test-case.ts';
import { UpdateTestSuiteResolver } from './resolvers/mutation/update-test-suite.ts';
import { VoteCellResolver } from './resolvers/mutation/vote-cell.ts';
import { ComparisonProposalResolver } from './resolvers/query/comparison-proposal.ts';
import { ComparisonResolver } from './resolvers/query/comparison.ts';
import { ComparisonsResolver } from './resolvers/query/comparisons.ts';
import { EstimateComparisonResolver } from './resolvers/query/estimate-comparison.ts';
import { PromotionPreviewResolver } from './resolvers/query/promotion-preview.ts';
import { TestSuiteResolver } from './resolvers/query/test-suite.ts';
import { TestSuitesResolver } from './resolvers/query/test-suites.ts';
import { ComparisonEventsResolver } from './resolvers/subscription/comparison-events.ts';
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
      ComparisonFields,
      CellFields,
      ComparisonResolver,
      ComparisonsResolver,
      ComparisonProposalResolver,
      EstimateComparisonResolver,
      PromotionPreviewResolver,
      CreateComparisonResolver,
      RunComparisonResolver,
      StopComparisonResolver,
      VoteCellResolver,
      PromoteVariantResolver,
      ComparisonEventsResolver,
    ],
    references: {
      TestSuite: async ({ id }, context) => (context.viewer === null ? null : loadSuite(context, id)),
      Comparison: async ({ id }, context) => (context.viewer === null ? null : loadComparison(context, id)),
      TestCase: async ({ id }, context) => (context.viewer === null ? null : loadCase(context, id)),
    },
  });
}
