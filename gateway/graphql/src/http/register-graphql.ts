import { rateHeaders, retryHeaders } from '@aether/common/key-value';
import { type Logger, PlatformError, publicError } from '@aether/common/service';
import type { FastifyInstance } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { type Authenticator, tokenOf } from '../authenticator.ts';
import type { GraphqlGatewayConfig } from '../config.ts';
import { OriginRefusedError, RateLimitedError } from '../errors.ts';
import type { ExecuteGraphql } from '../federation/execute-graphql.ts';
import { type DocumentPolicy, parseGraphqlRequest } from '../graphql-request.ts';
import { checkTokens } from '../limits/check-document.ts';

export interface GraphqlRouteOptions {
  readonly authenticator: Authenticator;
  readonly policy: DocumentPolicy;
  readonly config: GraphqlGatewayConfig;
  readonly logger: Logger;
  readonly newRequestId: () => string;
  readonly execute: ExecuteGraphql;
}

/** Failures before anything ran decide the HTTP status; a partial answer is 200, as GraphQL over HTTP says for `application/json`. */
function statusOf(result: ExecutionResult): number {
  if (result.data !== undefined && result.data !== null) return 200;
  const code = result.errors?.[0]?.extensions['code'];
  return code === 'UNAUTHENTICATED' || code === 'SESSION_EXPIRED' ? 401 : 200;
}

/** `POST /graphql`. JSON only: a form of another site cannot send that without asking first. Queries by GET are not offered. */
export function registerGraphql(server: FastifyInstance, options: GraphqlRouteOptions): void {
  server.post('/graphql', { bodyLimit: options.config.limits.bodyBytes }, async (request, reply) => {
    const requestId = options.newRequestId();
    const closed = new AbortController();
    reply.raw.on('close', () => closed.abort());
    reply.header('x-request-id', requestId).header('cache-control', 'no-store');
    try {
      const { origin, host, authorization } = request.headers;
      if (
        authorization === undefined &&
        origin !== undefined &&
        new URL(origin).host !== host &&
        !options.config.allowedOrigins.includes(origin)
      )
        throw new OriginRefusedError(origin);
      const { viewer } = await options.authenticator.admit(tokenOf(request.headers), requestId, '/graphql');
      const graphql = parseGraphqlRequest(request.body, viewer, options.policy);
      if (!graphql.trusted) checkTokens(graphql.query, options.config.limits.tokens);
      const traceparent = typeof request.headers['traceparent'] === 'string' ? request.headers['traceparent'] : null;
      const result = await options.execute(graphql, { requestId, viewer, traceparent, signal: closed.signal });
      return await reply.code(statusOf(result)).send(result);
    } catch (error) {
      const status = error instanceof PlatformError ? error.status : 500;
      if (error instanceof RateLimitedError)
        reply.headers({ ...rateHeaders('requests', error), ...retryHeaders(error.resetMs) });
      return await reply.code(status).send({ errors: [publicError(error, { requestId, logger: options.logger })] });
    }
  });
  server.get('/graphql', async (_request, reply) =>
    reply
      .code(405)
      .header('allow', 'POST')
      .send({
        errors: [
          {
            message: 'This address answers POST, and WebSockets of the protocol graphql-transport-ws.',
            extensions: { code: 'METHOD_NOT_ALLOWED' },
          },
        ],
      }),
  );
}
