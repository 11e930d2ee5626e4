import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type KeyValueStore, RateLimiter } from '@aether/common/key-value';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import { AccessWatch } from './access-watch.ts';
import { Authenticator } from './authenticator.ts';
import type { GraphqlGatewayConfig } from './config.ts';
import { createApolloGateway } from './federation/create-apollo-gateway.ts';
import { createApolloServer } from './federation/create-apollo-server.ts';
import { type ExecuteGraphql, executeGraphql } from './federation/execute-graphql.ts';
import { SubgraphDataSource } from './federation/subgraph-data-source.ts';
import type { SubgraphTransport } from './federation/subgraph-transport.ts';
import { createHttpServer, type HttpParts } from './http/create-http-server.ts';
import { FederatedSubscriptions } from './subscriptions/federated-subscriptions.ts';
import { HubRegistry } from './subscriptions/hub-registry.ts';
import { SocketServer } from './subscriptions/socket-server.ts';
import { TrustedDocuments } from './trusted-documents.ts';

export interface GraphqlGatewayParts extends HttpParts {
  readonly operations: InternalOperations;
  readonly keyValue: KeyValueStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The composed supergraph, as committed in `schema/supergraph.graphql`. */
  readonly supergraphSdl: string;
  /** `schema/trusted-documents.json`. */
  readonly trustedDocuments: Readonly<Record<string, string>>;
  /** One for each subgraph of the supergraph. */
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
}

/** The edge: the one service that clients reach. */
export interface GraphqlGateway extends AsyncDisposable {
  /** Starts to listen; the answer is the address. */
  listen(): Promise<string>;
  /** For tests and callers in the same process. */
  readonly execute: ExecuteGraphql;
  readonly hubs: HubRegistry;
}

/** @throws Error when a subgraph of the supergraph has no transport */
export async function createGraphqlGateway(
  config: GraphqlGatewayConfig,
  parts: GraphqlGatewayParts,
): Promise<GraphqlGateway> {
  const { logger, clock } = parts;
  const newRequestId = (): string => parts.ids('req');
  const transportOf = (subgraph: string): SubgraphTransport => handedIn(parts.transports, subgraph);
  const dataSources = new Map(
    [...parts.transports].map(([name, transport]) => [
      name,
      new SubgraphDataSource({ name, transport, tokens: parts.tokens }),
    ]),
  );
  const dataSourceOf = (subgraph: string): SubgraphDataSource => handedIn(dataSources, subgraph);
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
  const apollo = createApolloServer(apolloGateway, config, logger);
  await apollo.start();
  const execute = executeGraphql(apollo, logger);

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

function handedIn<Part>(parts: ReadonlyMap<string, Part>, subgraph: string): Part {
  const part = parts.get(subgraph);
  if (part === undefined)
    throw new Error(`The supergraph names the subgraph "${subgraph}", and no transport was handed in for it.`);
  return part;
}

function addressOf(server: Server, host: string): string {
  const address = server.address() as AddressInfo;
  return `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${address.port}`;
}
