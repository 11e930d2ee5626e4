import { type ServedService, serveService } from '@aether/common/service';
import { InMemoryKeyValueStore } from '@aether/common/key-value';
import { InMemoryStreams } from '@aether/common/streams';
import { createIdSource } from '@aether/schema';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '@aether/common/service';
import { graphqlGatewayConfig } from '../src/config.ts';
import { HttpTransport } from '../src/federation/http-transport.ts';
import { InProcessTransport } from '../src/federation/in-process-transport.ts';
import type { SubgraphTransport } from '../src/federation/subgraph-transport.ts';
import type { GatewayContext } from '../src/gateway-context.ts';
import { type GraphqlGateway, createGraphqlGateway } from '../src/graphql-gateway.ts';
import { type TestSubgraphs, createTestSubgraphs, logger, tokens, viewerOf } from './test-subgraphs.ts';

const context = (overrides: Partial<GatewayContext> = {}): GatewayContext => ({
  requestId: 'req_1',
  viewer: viewerOf('a'),
  traceparent: null,
  signal: new AbortController().signal,
  ...overrides,
});

describe.each(['in one process', 'over HTTP'] as const)('the gateway %s', (form) => {
  let subgraphs: TestSubgraphs;
  let gateway: GraphqlGateway;
  const served: ServedService[] = [];
  const transports = new Map<string, SubgraphTransport>();

  beforeAll(async () => {
    subgraphs = await createTestSubgraphs();
    for (const service of subgraphs.services) {
      if (service.subgraph === null) continue;
      if (form === 'in one process') transports.set(service.name, new InProcessTransport(service.subgraph));
      else {
        const host = await serveService(service, { host: '127.0.0.1', port: 0, tokens, logger });
        served.push(host);
        transports.set(service.name, new HttpTransport({ name: service.name, origin: host.origin }));
      }
    }
    gateway = await createGraphqlGateway(graphqlGatewayConfig({}), {
      operations: { call: async () => Promise.reject(new Error('not used')) },
      streams: new InMemoryStreams(),
      keyValue: new InMemoryKeyValueStore(systemClock),
      tokens,
      clock: systemClock,
      ids: createIdSource({ now: systemClock.now, random: (bytes) => new Uint8Array(randomBytes(bytes)) }),
      logger,
      supergraphSdl: subgraphs.supergraphSdl,
      trustedDocuments: {},
      transports,
      services: new Map(),
      readiness: async () => [],
      metrics: null,
      webFolder: null,
    });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    for (const transport of transports.values()) await transport[Symbol.asyncDispose]();
    for (const host of served) await host[Symbol.asyncDispose]();
  });

  const run = (query: string, variables: Record<string, unknown> = {}, overrides: Partial<GatewayContext> = {}) =>
    gateway.execute({ query, operationName: undefined, variables, trusted: false }, context(overrides));

  test('tells the subgraph who asks, for whom, and under which request id', async () => {
    expect(await run('{ whoCalls }')).toEqual({ data: { whoCalls: 'graphql-gateway/a/req_1' } });
    expect(await run('{ whoCalls }', {}, { viewer: null })).toEqual({
      data: { whoCalls: 'graphql-gateway/nobody/req_1' },
    });
  });

  test('joins entities of two subgraphs and asks for each entity once', async () => {
    subgraphs.fetched.length = 0;
    const { data } = await run('{ people(first: 9) { id name } }');
    expect(data?.['people']).toHaveLength(9);
    expect(data?.['people']).toContainEqual({ id: 'p2', name: 'p2 seen by a' });
    expect(subgraphs.fetched).toHaveLength(3);
  });

  test('keeps code, text and hint of an expected failure', async () => {
    const { errors } = await run('{ refused }');
    expect(errors?.[0]?.toJSON()).toMatchObject({
      message: 'It is not in a state that allows this.',
      extensions: { code: 'CONFLICT', hint: 'Wait.', requestId: 'req_1', retryable: false },
    });
  });

  test('masks an unexpected failure and names the request', async () => {
    const { errors } = await run('{ broken }');
    expect(JSON.stringify(errors)).not.toContain('hunter2');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', requestId: 'req_1' });
    expect(JSON.stringify(errors)).not.toContain('serviceName');
  });

  test('refuses who is not signed in and who lacks the permission', async () => {
    expect((await run('{ people { id } }', {}, { viewer: null })).errors?.[0]?.extensions['code']).toBe(
      'UNAUTHENTICATED',
    );
    expect((await run('{ forbidden }')).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  test.each([
    ['QUERY_TOO_COMPLEX', '{ people(first: 1000000) { id } }'],
    ['TOO_MANY_ALIASES', `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: whoCalls`).join(' ')} }`],
    ['TOO_MANY_DIRECTIVES', `{ ${'whoCalls @include(if: true) '.repeat(25)} }`],
    [
      'QUERY_TOO_COMPLEX',
      `{ ...F0 } ${Array.from({ length: 20 }, (_, index) => `fragment F${index} on Query { ${index === 19 ? 'whoCalls' : `...F${index + 1} ...F${index + 1}`} }`).join(' ')}`,
    ],
    ['INTROSPECTION_REFUSED', '{ __schema { types { name } } }'],
    ['GRAPHQL_VALIDATION_FAILED', '{ unknownField }'],
    ['GRAPHQL_PARSE_FAILED', '{ '],
  ])('answers %s to an open document beyond its limits', async (code, query) => {
    expect((await run(query)).errors?.[0]?.extensions['code']).toBe(code);
  });

  test('lets a developer read the schema', async () => {
    const { data } = await run(
      '{ __schema { queryType { name } } }',
      {},
      { viewer: viewerOf('a', { permissions: ['developer:introspect'] }) },
    );
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });
});
