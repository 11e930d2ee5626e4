import { buildSubgraph, ForbiddenError, type GeneratedPart } from '@aether/common/service';
import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import type { IntelligenceContext } from './context.ts';
import { loadGraphPart } from './graph/load-graph-part.ts';
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

/** The subgraph as federation sees it; needs no database. It loads @neo4j/graphql, which takes a second or two. */
export async function createIntelligenceSchema(): Promise<GraphQLSchema> {
  return createWrittenSchema(await loadGraphPart());
}

/** The part that is written by hand, alone or with the generated part beside it. */
export async function createWrittenSchema(generated?: GeneratedPart): Promise<GraphQLSchema> {
  const schema = await buildSubgraph<IntelligenceContext>({
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
    ...(generated === undefined ? {} : { generated }),
  });
  closeEntities(schema);
  return schema;
}

/** References are the gateway's business: no other service, however well it proves itself, may ask for entities by their keys. */
function closeEntities(schema: GraphQLSchema): void {
  const entities = schema.getQueryType()?.getFields()['_entities'];
  if (entities === undefined) throw new Error('A subgraph with entities has a field _entities.');
  const { resolve = defaultFieldResolver } = entities;
  entities.resolve = (source, parameters, context: IntelligenceContext, info) => {
    if (context.caller !== 'graphql-gateway')
      throw new ForbiddenError('_entities', { reason: 'Only the GraphQL gateway may ask for entities.' });
    return resolve(source, parameters, context, info);
  };
}
