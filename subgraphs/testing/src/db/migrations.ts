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
  ],
};
