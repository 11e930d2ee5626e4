import type { Migrations } from '@aether/common/graph';

export const intelligenceMigrations: Migrations = {
  owner: 'intelligence',
  steps: [
    {
      version: 1,
      name: 'figures of agents, when they are due, and success patterns',
      statements: [
        'CREATE CONSTRAINT agent_statistics_agent IF NOT EXISTS FOR (s:AgentStatistics) REQUIRE (s.tenantId, s.agentId) IS UNIQUE',
        'CREATE INDEX agent_statistics_due IF NOT EXISTS FOR (s:AgentStatistics) ON (s.dueAtMs)',
        'CREATE CONSTRAINT success_pattern_id IF NOT EXISTS FOR (p:SuccessPattern) REQUIRE p.id IS UNIQUE',
        'CREATE CONSTRAINT success_pattern_key IF NOT EXISTS FOR (p:SuccessPattern) REQUIRE (p.tenantId, p.useCase, p.key) IS UNIQUE',
      ],
    },
  ],
};
