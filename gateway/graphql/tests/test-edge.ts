import { randomBytes } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import { type Route, type ServedService, serveService, systemClock } from '@aether/common/service';
import { InMemoryKeyValueStore } from '@aether/common/key-value';
import { InMemoryStreams } from '@aether/common/streams';
import { createIdSource, PUBLIC_ROUTES } from '@aether/schema';
import { graphqlGatewayConfig } from '../src/config.ts';
import { HttpTransport } from '../src/federation/http-transport.ts';
import { InProcessTransport } from '../src/federation/in-process-transport.ts';
import type { SubgraphTransport } from '../src/federation/subgraph-transport.ts';
import { type GraphqlGateway, createGraphqlGateway } from '../src/graphql-gateway.ts';
import { type TestSubgraphs, createTestSubgraphs, logger, tokens } from './test-subgraphs.ts';

/** As identity answers: a viewer, the limit of an API key, and what an access token is for. */
export type Principal = Viewer & {
  readonly apiKeyId?: string;
  readonly requestsPerMinute?: number;
  readonly models?: readonly string[];
  readonly tools?: readonly string[];
  readonly resource?: string;
};

export interface TestEdge extends AsyncDisposable {
  readonly origin: string;
  readonly gateway: GraphqlGateway;
  readonly subgraphs: TestSubgraphs;
  readonly streams: InMemoryStreams;
  /** Tokens that identity knows; tests change them while connections are open. */
  readonly viewers: Map<string, Principal>;
}

export interface TestEdgeOptions {
  readonly form?: 'in one process' | 'over HTTP';
  readonly trustedDocuments?: Readonly<Record<string, string>>;
  readonly routes?: readonly Route[];
  readonly webFolder?: string;
  /** Of services that lack routes. Default: every service has all of its own. */
  readonly services?: ReadonlyMap<string, { readonly routes: readonly Route[] }>;
}

/** A gateway that listens on loopback over two real subgraphs; only identity is replaced, by a table of tokens. */
export async function startTestEdge(options: TestEdgeOptions = {}): Promise<TestEdge> {
  const subgraphs = await createTestSubgraphs();
  const served: ServedService[] = [];
  const transports = new Map<string, SubgraphTransport>();
  for (const service of subgraphs.services) {
    if (service.subgraph === null) continue;
    if (options.form === 'over HTTP') {
      const host = await serveService(service, { host: '127.0.0.1', port: 0, tokens, logger });
      served.push(host);
      transports.set(service.name, new HttpTransport({ name: service.name, origin: host.origin }));
    } else transports.set(service.name, new InProcessTransport(service.subgraph));
  }
  const streams = new InMemoryStreams();
  const viewers = new Map<string, Principal>();
  const gateway = await createGraphqlGateway(graphqlGatewayConfig({ GRAPHQL_PORT: '0' }), {
    operations: {
      call: async (_document, variables) =>
        ({ authenticate: viewers.get(String(variables['token'])) ?? null }) as never,
    },
    streams,
    keyValue: new InMemoryKeyValueStore(systemClock),
    tokens,
    clock: systemClock,
    ids: createIdSource({ now: systemClock.now, random: (bytes) => new Uint8Array(randomBytes(bytes)) }),
    logger,
    supergraphSdl: subgraphs.supergraphSdl,
    trustedDocuments: options.trustedDocuments ?? {},
    transports,
    services:
      options.services ??
      new Map(PUBLIC_ROUTES.map(({ owner }) => [owner, { routes: allRoutes(options.routes ?? []) }])),
    readiness: async () => [{ name: 'test', ready: true, detail: null }],
    metrics: null,
    webFolder: options.webFolder ?? null,
  });
  const origin = await gateway.listen();
  return {
    origin,
    gateway,
    subgraphs,
    streams,
    viewers,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      for (const transport of transports.values()) await transport[Symbol.asyncDispose]();
      for (const host of served) await host[Symbol.asyncDispose]();
      await streams[Symbol.asyncDispose]();
    },
  };
}

/** A service has all its public routes: those which a test does not hand in find nothing. */
function allRoutes(given: readonly Route[]): readonly Route[] {
  return PUBLIC_ROUTES.map(
    ({ method, path }) =>
      given.find((route) => route.method === method && route.path === path) ?? {
        method,
        path,
        handle: async () => Response.json({ error: 'not of this test' }, { status: 404 }),
      },
  );
}
