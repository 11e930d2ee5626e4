import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { IntelligenceContext } from './context.ts';
import { loadStatistics } from './load-statistics.ts';
import { AgentFields } from './resolvers/agent-fields.ts';
import { Agent } from './types/agent.ts';

/** The subgraph as federation sees it; needs no database. It has no root field: it adds to entities of others. */
export function createIntelligenceSchema(): Promise<GraphQLSchema> {
  return buildSubgraph<IntelligenceContext>({
    name: 'intelligence',
    resolvers: [AgentFields],
    orphanedTypes: [Agent],
    references: { Agent: ({ id }, context) => loadStatistics(context, id) },
  });
}
