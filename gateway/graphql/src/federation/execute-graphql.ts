import { type Logger, publicError } from '@aether/common/service';
import type { ApolloServer } from '@apollo/server';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { MalformedRequestError } from '../errors.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { GraphqlRequest } from '../graphql-request.ts';
import type { PlannedContext } from '../limits/limits-plugin.ts';

export type ExecuteGraphql = (request: GraphqlRequest, context: GatewayContext) => Promise<ExecutionResult>;

/** Queries and mutations over the supergraph; subscriptions have a way of their own. */
export function executeGraphql(apollo: ApolloServer<PlannedContext>, logger: Logger): ExecuteGraphql {
  return async (request, context) => {
    const response = await apollo.executeOperation(
      {
        query: request.query,
        ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
        variables: { ...request.variables },
      },
      { contextValue: { ...context, trusted: request.trusted } },
    );
    if (response.body.kind !== 'single') throw new MalformedRequestError('incremental delivery is not offered');
    const { data, errors } = response.body.singleResult;
    return {
      ...(data === undefined ? {} : { data }),
      ...(errors === undefined ? {} : { errors: errors.map((error) => maskedError(error, context.requestId, logger)) }),
    };
  };
}

/** Failures of ours keep code and text; what a subgraph did not mask already is masked and logged here. */
function maskedError(
  { message, path, extensions }: GraphQLFormattedError,
  requestId: string,
  logger: Logger,
): GraphQLError {
  const { serviceName: _serviceName, stacktrace: _stacktrace, ...facts } = { ...extensions };
  const isUnmasked = facts['code'] === 'INTERNAL_SERVER_ERROR' && facts['requestId'] === undefined;
  const originalError = isUnmasked ? new Error(message) : undefined;
  const masked = publicError(new GraphQLError(message, { path, extensions: facts, originalError }), {
    requestId,
    logger,
  });
  return new GraphQLError(masked.message, { path: masked.path, extensions: { ...masked.extensions } });
}
