import type { Logger } from '@aether/common/service';
import { ApolloServer } from '@apollo/server';
import type { ApolloGateway } from '@apollo/gateway';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphqlGatewayConfig } from '../config.ts';
import { type PlannedContext, limitsPlugin } from '../limits/limits-plugin.ts';
import { apolloLogger } from './apollo-logger.ts';

/** Plans and runs operations; it never listens itself. */
export function createApolloServer(
  gateway: ApolloGateway,
  config: Pick<GraphqlGatewayConfig, 'development' | 'limits'>,
  logger: Logger,
): ApolloServer<PlannedContext> {
  return new ApolloServer<PlannedContext>({
    gateway,
    persistedQueries: false,
    introspection: true, // refused for all but developers by limitsPlugin, which knows the viewer
    allowBatchedHttpRequests: false,
    csrfPrevention: false, // documents reach the server through executeOperation; register-graphql takes JSON only and checks the origin
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !config.development,
    logger: apolloLogger(logger),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      limitsPlugin(config.limits, config.development),
    ],
  });
}
