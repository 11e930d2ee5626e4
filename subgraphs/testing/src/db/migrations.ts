import type { Migrations } from '@aether/common/graph';

export const testingMigrations: Migrations = {
  owner: 'testing',
  steps: [
    {
      version: 1,
      name: 'keys and lists of suites and cases',
      statements: [
        'CREATE CONSTRAINT test_suite_id IF NOT EXISTS FOR (n:TestSuite) REQUIRE n.id IS UNIQUE',
        'CREATE INDEX test_suite_list IF NOT EXISTS FOR (n:TestSuite) ON (n.agentId, n.id)',
        'CREATE CONSTRAINT test_case_id IF NOT EXISTS FOR (n:TestCase) REQUIRE n.id IS UNIQUE',
        'CREATE INDEX test_case_list IF NOT EXISTS FOR (n:TestCase) ON (n.suiteId, n.id)',
      ],
    },
    {
      version: 2,
      name: 'keys, lists and queue of comparisons',
      statements: [
        'CREATE CONSTRAINT comparison_id IF NOT EXISTS FOR (n:Comparison) REQUIRE n.id IS UNIQUE',
        'CREATE INDEX comparison_list IF NOT EXISTS FOR (n:Comparison) ON (n.agentId, n.id)',
        'CREATE INDEX comparison_queue IF NOT EXISTS FOR (n:Comparison) ON (n.queue, n.dueAtMs)',
        'CREATE CONSTRAINT cell_id IF NOT EXISTS FOR (n:Cell) REQUIRE n.id IS UNIQUE',
        'CREATE INDEX cell_list IF NOT EXISTS FOR (n:Cell) ON (n.comparisonId, n.position)',
        'CREATE CONSTRAINT comparison_event_seq IF NOT EXISTS FOR (n:ComparisonEvent) REQUIRE (n.comparisonId, n.seq) IS UNIQUE',
      ],
    },
  ],
};
