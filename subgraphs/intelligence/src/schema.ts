import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { IntelligenceContext } from './context.ts';
import { loadPattern } from './load-pattern.ts';
import { loadStatistics } from './load-statistics.ts';
import { AgentFields } from './resolvers/agent-fields.ts';
import { AgentMatchFields } from './resolvers/agent-match-fields.ts';
import { ExpertsResolver } from './resolvers/query/experts.ts';
import { RecommendedAgentsResolver } from './resolvers/query/recommended-agents.ts';
import { SuccessPatternsResolver } from './resolvers/query/success-patterns.ts';
import { UserFields } from './resolvers/user-fields.ts';
import { Agent } from './types/agent.ts';
import { toSuccessPattern } from './types/to-success-pattern.ts';
import { User } from './types/user.ts';

/** The subgraph as federation sees it; needs no database. */
export function createIntelligenceSchema(): Promise<GraphQLSchema> {
  return buildSubgraph<IntelligenceContext>({
    name: 'intelligence',
    resolvers: [
      RecommendedAgentsResolver,
      ExpertsResolver,
      SuccessPatternsResolver,
      AgentFields,
      AgentMatchFields,
      UserFields,
    ],
    orphanedTypes: [Agent, User],
    references: {
      Agent: ({ id }, context) => loadStatistics(context, id),
      User: async ({ id }) => ({ id }),
      SuccessPattern: async ({ id }, context) => {
        const pattern = await loadPattern(context, id);
        return pattern === null ? null : toSuccessPattern(pattern);
      },
    },
  });
}
