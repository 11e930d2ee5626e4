import type { Migrations } from '@aether/common/graph';

export const intelligenceMigrations: Migrations = {
  owner: 'intelligence',
  steps: [
    {
      version: 1,
      name: 'figures of agents, and when they are due',
      statements: [
        'CREATE CONSTRAINT agent_statistics_agent IF NOT EXISTS FOR (s:AgentStatistics) REQUIRE (s.tenantId, s.agentId) IS UNIQUE',
        'CREATE INDEX agent_statistics_due IF NOT EXISTS FOR (s:AgentStatistics) ON (s.dueAtMs)',
      ],
    },
  ],
};
