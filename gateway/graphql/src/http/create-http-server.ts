import type { InternalTokens } from '@aether/common/security';
import { type Logger, type ReadinessPart, type Service, publicError } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AccessWatch } from '../access-watch.ts';
import type { Authenticator } from '../authenticator.ts';
import type { GraphqlGatewayConfig } from '../config.ts';
import type { ExecuteGraphql } from '../federation/execute-graphql.ts';
import type { DocumentPolicy } from '../graphql-request.ts';
import { registerGraphql } from './register-graphql.ts';
import { registerRoutes } from './register-routes.ts';
import { registerWeb } from './register-web.ts';
import { sendNotFound } from './send-not-found.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** What the composition root hands in for HTTP. */
export interface HttpParts {
  readonly streams: Streams;
  readonly tokens: InternalTokens;
  readonly logger: Logger;
  /** Owners of public routes, by service name. */
  readonly services: ReadonlyMap<string, Pick<Service, 'routes'>>;
  /** Readiness of everything behind one port; in a process of its own only the gateway's. */
  readonly readiness: () => Promise<readonly ReadinessPart[]>;
  /** Text for Prometheus; null = not configured. */
  readonly metrics: (() => Promise<string>) | null;
  /** Folder of the built application; null = none is served. */
  readonly webFolder: string | null;
}

/** What HTTP shares with the sockets. */
export interface HttpEdge {
  readonly authenticator: Authenticator;
  readonly accessWatch: AccessWatch;
  readonly policy: DocumentPolicy;
  readonly execute: ExecuteGraphql;
  readonly newRequestId: () => string;
  readonly isStopping: () => boolean;
}

/** The port of the edge: health, metrics, GraphQL, routes of the services and the web application. */
export async function createHttpServer(
  config: GraphqlGatewayConfig,
  parts: HttpParts,
  edge: HttpEdge,
): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    // The name of a server in the registry of MCP has up to 200 characters.
    routerOptions: { maxParamLength: 300 },
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
  });
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });
  server.setErrorHandler(async (error: Error & { statusCode?: number; code?: string }, _request, reply) => {
    const requestId = edge.newRequestId();
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return reply.code(413).send({
        errors: [
          {
            message: `The body is larger than ${config.limits.bodyBytes} bytes.`,
            extensions: { code: 'BODY_TOO_LARGE', requestId, retryable: false },
          },
        ],
      });
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply.code(error.statusCode).send({
        errors: [
          {
            message: error.message,
            extensions: {
              code: error.statusCode === 415 ? 'UNSUPPORTED_MEDIA_TYPE' : 'BAD_REQUEST',
              requestId,
              retryable: false,
            },
          },
        ],
      });
    return reply.code(500).send({ errors: [publicError(error, { requestId, logger: parts.logger })] });
  });
  server.get('/health', async () => ({ status: 'ok' }));
  server.get('/ready', async (_request, reply) => {
    const ready = await parts.readiness();
    return reply
      .code(ready.every((part) => part.ready) ? 200 : 503)
      .send({ ready: ready.every((part) => part.ready), parts: ready });
  });
  if (parts.metrics !== null) {
    const { metrics } = parts;
    server.get('/metrics', async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics()),
    );
  }
  registerGraphql(server, { ...edge, config, logger: parts.logger });
  await server.register(async (routes) => {
    // Bodies of service routes stream through untouched, whatever their type.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, _payload, done) => done(null));
    registerRoutes(routes, {
      services: parts.services,
      authenticator: edge.authenticator,
      accessWatch: edge.accessWatch,
      tokens: parts.tokens,
      config,
      logger: parts.logger,
      newRequestId: edge.newRequestId,
      streams: parts.streams,
      isStopping: edge.isStopping,
    });
  });
  const notFound = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    sendNotFound(request, reply, { newRequestId: edge.newRequestId, logger: parts.logger });
  if (parts.webFolder === null) server.setNotFoundHandler(notFound);
  else await registerWeb(server, parts.webFolder, notFound);
  return server;
}
