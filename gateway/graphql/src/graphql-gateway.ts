import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type KeyValueStore, RateLimiter } from '@aether/common/key-value';
import type { InternalTokens } from '@aether/common/security';
import {
  type Clock,
  type InternalOperations,
  type Logger,
  type ReadinessPart,
  type Service,
  publicError,
} from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import type { IdSource } from '@aether/schema';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastify, type FastifyInstance } from 'fastify';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { AccessWatch } from './access-watch.ts';
import { Authenticator } from './authenticator.ts';
import type { GraphqlGatewayConfig } from './config.ts';
import { MalformedRequestError } from './errors.ts';
import { createApolloGateway } from './federation/create-apollo-gateway.ts';
import { SubgraphDataSource } from './federation/subgraph-data-source.ts';
import type { SubgraphTransport } from './federation/subgraph-transport.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import { registerGraphql } from './http/register-graphql.ts';
import { registerRoutes } from './http/register-routes.ts';
import { registerWeb } from './http/register-web.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { type PlannedContext, limitsPlugin } from './limits/limits-plugin.ts';
import { FederatedSubscriptions } from './subscriptions/federated-subscriptions.ts';
import { HubRegistry } from './subscriptions/hub-registry.ts';
import { SocketServer } from './subscriptions/socket-server.ts';
import { TrustedDocuments } from './trusted-documents.ts';

export interface GraphqlGatewayParts {
  readonly operations: InternalOperations;
  readonly streams: Streams;
  readonly keyValue: KeyValueStore;
  readonly tokens: InternalTokens;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** The composed supergraph, as committed in `schema/supergraph.graphql`. */
  readonly supergraphSdl: string;
  /** `schema/trusted-documents.json`. */
  readonly trustedDocuments: Readonly<Record<string, string>>;
  /** One for each subgraph of the supergraph. */
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  /** Owners of public routes, by service name. */
  readonly services: ReadonlyMap<string, Pick<Service, 'routes'>>;
  /** Readiness of everything behind one port; in a process of its own only the gateway's. */
  readonly readiness: () => Promise<readonly ReadinessPart[]>;
  /** Text for Prometheus; null = not configured. */
  readonly metrics: (() => Promise<string>) | null;
  /** Folder of the built application; null = none is served. */
  readonly webFolder: string | null;
}

/** The edge: the one service that clients reach. */
export interface GraphqlGateway extends AsyncDisposable {
  /** Starts to listen; the answer is the address. */
  listen(): Promise<string>;
  /** For tests and callers in the same process. */
  execute(request: GraphqlRequest, context: GatewayContext): Promise<ExecutionResult>;
  readonly hubs: HubRegistry;
}

/** @throws Error when a subgraph of the supergraph has no transport */
export async function createGraphqlGateway(
  config: GraphqlGatewayConfig,
  parts: GraphqlGatewayParts,
): Promise<GraphqlGateway> {
  const { logger, clock } = parts;
  const newRequestId = (): string => parts.ids('req');
  const transportOf = (name: string): SubgraphTransport => {
    const transport = parts.transports.get(name);
    if (transport === undefined)
      throw new Error(`The supergraph names the subgraph "${name}", and no transport was handed in for it.`);
    return transport;
  };
  const dataSources = new Map(
    [...parts.transports].map(([name, transport]) => [
      name,
      new SubgraphDataSource({ name, transport, tokens: parts.tokens }),
    ]),
  );
  const dataSourceOf = (name: string): SubgraphDataSource => {
    transportOf(name);
    return (
      dataSources.get(name) ?? new SubgraphDataSource({ name, transport: transportOf(name), tokens: parts.tokens })
    );
  };
  const apolloGateway = createApolloGateway({ supergraphSdl: parts.supergraphSdl, dataSourceOf, logger });
  const hubs = new HubRegistry();
  const subscriptions = new FederatedSubscriptions({
    gateway: apolloGateway,
    transportOf,
    dataSourceOf,
    subgraphs: [...parts.transports.keys()],
    hubs,
    tokens: parts.tokens,
    logger,
  });
  const apollo = new ApolloServer<PlannedContext>({
    gateway: apolloGateway,
    persistedQueries: false,
    introspection: true, // refused for all but developers by limitsPlugin, which knows the viewer
    allowBatchedHttpRequests: false,
    csrfPrevention: false, // documents reach the server through executeOperation; register-graphql takes JSON only and checks the origin
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !config.development,
    logger: {
      debug: () => {},
      info: () => {},
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      limitsPlugin(config.limits, config.development),
    ],
  });
  await apollo.start();

  const execute = async (request: GraphqlRequest, context: GatewayContext): Promise<ExecutionResult> => {
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
      ...(errors === undefined
        ? {}
        : {
            errors: errors.map(({ message, path, locations: _locations, extensions }) => {
              const { serviceName: _serviceName, stacktrace: _stacktrace, ...facts } = { ...extensions };
              const masked = publicError(
                new GraphQLError(message, {
                  path,
                  extensions: facts,
                  originalError:
                    facts['code'] === 'INTERNAL_SERVER_ERROR' && facts['requestId'] === undefined
                      ? new Error(message)
                      : undefined,
                }),
                { requestId: context.requestId, logger },
              );
              return new GraphQLError(masked.message, { path: masked.path, extensions: { ...masked.extensions } });
            }),
          }),
    };
  };

  const authenticator = new Authenticator({
    operations: parts.operations,
    streams: parts.streams,
    clock,
    limiter: new RateLimiter({ store: parts.keyValue, now: () => clock.now() }),
    publicUrl: config.publicUrl,
  });
  authenticator.start();
  const policy = { documents: new TrustedDocuments(parts.trustedDocuments), development: config.development };
  const accessWatch = new AccessWatch({ authenticator, clock, logger, newRequestId });
  const sockets = new SocketServer({
    subscriptions,
    authenticator,
    policy,
    config,
    accessWatch,
    logger,
    newRequestId,
    execute,
  });
  let isStopping = false;
  const server = await createHttpServer(config, parts, {
    authenticator,
    accessWatch,
    policy,
    execute,
    newRequestId,
    isStopping: () => isStopping,
  });
  server.server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] === '/graphql') sockets.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  });

  return {
    hubs,
    execute,
    async listen() {
      await server.listen({ host: config.host, port: config.port });
      return addressOf(server.server, config.host);
    },
    async [Symbol.asyncDispose]() {
      isStopping = true;
      await sockets[Symbol.asyncDispose]();
      server.server.closeAllConnections();
      await server.close();
      subscriptions.stop();
      await apollo.stop();
      await authenticator[Symbol.asyncDispose]();
    },
  };
}

async function createHttpServer(
  config: GraphqlGatewayConfig,
  parts: GraphqlGatewayParts,
  edge: {
    readonly authenticator: Authenticator;
    readonly accessWatch: AccessWatch;
    readonly policy: { readonly documents: TrustedDocuments; readonly development: boolean };
    readonly execute: GraphqlGateway['execute'];
    readonly newRequestId: () => string;
    readonly isStopping: () => boolean;
  },
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
  if (parts.webFolder !== null) await registerWeb(server, parts.webFolder);
  return server;
}

function addressOf(server: Server, host: string): string {
  const address = server.address() as AddressInfo;
  return `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${address.port}`;
}
