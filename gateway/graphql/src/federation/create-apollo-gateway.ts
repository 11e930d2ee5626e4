import type { Logger } from '@aether/common/service';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { apolloLogger } from './apollo-logger.ts';

export interface ApolloGatewayOptions {
  readonly supergraphSdl: string;
  readonly dataSourceOf: (subgraph: string) => GraphQLDataSource;
  readonly logger: Logger;
}

/**
 * The supergraph from its committed text: starts whoever of the subgraphs is up.
 * `@apollo/gateway` and its planner are under the Elastic License 2.0; this folder and deploy/build/schema are the only ones that import them.
 */
export function createApolloGateway(options: ApolloGatewayOptions): ApolloGateway {
  return new ApolloGateway({
    supergraphSdl: options.supergraphSdl,
    buildService: ({ name }) => options.dataSourceOf(name),
    logger: apolloLogger(options.logger),
    // A plan that explores more paths than this is a planner attack, not a question (GHSA-q2f9-x4p4-7xmh).
    queryPlannerConfig: { debug: { pathsLimit: 10_000 } },
  });
}
