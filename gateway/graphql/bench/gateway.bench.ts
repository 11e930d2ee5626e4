import { fork } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { InternalTokens } from '@aether/common/security';
import { createLogger, systemClock } from '@aether/common/service';
import { InMemoryKeyValueStore } from '@aether/common/key-value';
import { InMemoryStreams } from '@aether/common/streams';
import { createIdSource } from '@aether/schema';
import { type Benchmark, type Figure, measureLoad } from '@aether/test-support';
import { composeServices } from '@apollo/composition';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { parse } from 'graphql';
import { z } from 'zod';
import { HttpTransport, createGraphqlGateway, graphqlGatewayConfig } from '../src/index.ts';
import { HEAVY, LIGHT, SUBGRAPH_SDL } from './graph.ts';

const GOALS = { heavy: 1.8, light: 4 };
const CONCURRENT = 16;

/**
 * Queries of our gateway with everything on, against stock RemoteGraphQLDataSource over the same subgraph processes. Both run in
 * this process, one after the other, and the goal is on queries per second of its processor time: the gateway is bound by it, and
 * programs that share the machine do not change it as they change queries per second.
 */
export const benchmark: Benchmark = {
  name: 'gateway',
  says: 'GraphQL gateway with all plugins against stock @apollo/gateway: the heavy (16 fetches, 58 KB) and the light (4 fetches) query',
  async run({ seconds, say }) {
    process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
    const subgraphs = fork(new URL('./subgraph-process.ts', import.meta.url), {
      stdio: 'inherit',
      execArgv: ['--import', '@aether/test-support/typescript'],
    });
    try {
      const [message]: unknown[] = await once(subgraphs, 'message');
      const origins = z.record(z.string(), z.string()).parse(message);
      const { supergraphSdl } = composeServices(
        Object.entries(SUBGRAPH_SDL).map(([name, sdl]) => ({
          name,
          url: `${origins[name]}/graphql`,
          typeDefs: parse(sdl),
        })),
      );
      if (supergraphSdl === undefined) throw new Error('The graph of the benchmark does not compose.');
      const stock = await stockGateway(supergraphSdl);
      const ours = await ourGateway(supergraphSdl, origins);
      const figures: Figure[] = [];
      for (const [name, query] of [
        ['heavy', HEAVY],
        ['light', LIGHT],
      ] as const) {
        const expected = await stock.run(query);
        if (JSON.stringify(await ours.run(query)) !== JSON.stringify(expected))
          throw new Error(`Both gateways must answer the same for ${name}.`);
        // Alternating rounds: a slow phase of the machine meets both.
        const rounds = { stock: [] as Round[], ours: [] as Round[] };
        for (let round = 0; round < 3; round += 1) {
          rounds.stock.push(await measureRound(seconds / 3, () => stock.run(query)));
          rounds.ours.push(await measureRound(seconds / 3, () => ours.run(query)));
          const told = (rows: readonly Round[]) =>
            `${rows.at(-1)?.perCpuSecond.toFixed(0)} per CPU second (${rows.at(-1)?.perSecond.toFixed(0)}/s)`;
          say(`${name} round ${round + 1}: stock ${told(rounds.stock)}, ours ${told(rounds.ours)}`);
        }
        const of = (rows: readonly Round[], key: keyof Round) => median(rows.map((row) => row[key]));
        const [reference, value] = [of(rounds.stock, 'perCpuSecond'), of(rounds.ours, 'perCpuSecond')];
        const against = (stockValue: number) => ({ name: 'stock RemoteGraphQLDataSource', value: stockValue });
        figures.push(
          {
            name: `${name} query`,
            value,
            unit: 'queries/CPU s',
            goal: `≥ ${GOALS[name]} ×`,
            met: value / reference >= GOALS[name],
            reference: against(reference),
          },
          {
            name: `${name} query, wall clock`,
            value: of(rounds.ours, 'perSecond'),
            unit: 'queries/s',
            reference: against(of(rounds.stock, 'perSecond')),
          },
          {
            name: `${name} query, p95 at ${CONCURRENT} concurrent`,
            value: of(rounds.ours, 'p95'),
            unit: 'ms',
            reference: against(of(rounds.stock, 'p95')),
          },
        );
      }
      await stock.stop();
      await ours.stop();
      return figures;
    } finally {
      subgraphs.kill();
    }
  },
};

interface Round {
  readonly perCpuSecond: number;
  readonly perSecond: number;
  readonly p95: number;
}

async function measureRound(seconds: number, run: () => Promise<unknown>): Promise<Round> {
  await measureLoad({ concurrency: CONCURRENT, seconds: Math.min(1, seconds), warmUpSeconds: 0 }, run);
  const before = process.cpuUsage();
  const { count, perSecond, p95 } = await measureLoad({ concurrency: CONCURRENT, seconds, warmUpSeconds: 0 }, run);
  const { user, system } = process.cpuUsage(before);
  return { perCpuSecond: count / ((user + system) / 1_000_000), perSecond, p95 };
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

async function stockGateway(supergraphSdl: string) {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url }) => new RemoteGraphQLDataSource({ url: url ?? '' }),
    logger: quiet,
  });
  const server = new ApolloServer({ gateway, introspection: false, logger: quiet, stopOnTerminationSignals: false });
  await server.start();
  return {
    run: async (query: string) => {
      const { body } = await server.executeOperation({ query });
      if (body.kind !== 'single' || body.singleResult.errors) throw new Error(JSON.stringify(body));
      return body.singleResult.data;
    },
    stop: () => server.stop(),
  };
}

async function ourGateway(supergraphSdl: string, origins: Readonly<Record<string, string>>) {
  const logger = createLogger('bench', { level: 'silent' });
  const streams = new InMemoryStreams();
  const transports = new Map(
    Object.entries(origins).map(([name, origin]) => [name, new HttpTransport({ name, origin })]),
  );
  const gateway = await createGraphqlGateway(graphqlGatewayConfig({}), {
    operations: { call: async () => Promise.reject(new Error('not used')) },
    streams,
    keyValue: new InMemoryKeyValueStore(systemClock),
    tokens: new InternalTokens({ secret: randomBytes(32), now: systemClock.now }),
    clock: systemClock,
    ids: createIdSource({ now: systemClock.now, random: (bytes) => new Uint8Array(randomBytes(bytes)) }),
    logger,
    supergraphSdl,
    trustedDocuments: {},
    transports,
    services: new Map(),
    readiness: async () => [],
    metrics: null,
    webFolder: null,
  });
  const viewer = {
    tenantId: 'tnt_1',
    userId: 'usr_1',
    serviceAccountId: null,
    roleKey: 'member',
    departmentId: null,
    teamIds: [],
    permissions: [],
    scopes: [],
    sessionId: null,
    expiresAt: null,
  };
  const { signal } = new AbortController();
  return {
    run: async (query: string) => {
      const { data, errors } = await gateway.execute(
        { query, operationName: undefined, variables: {}, trusted: false },
        { requestId: 'req_1', viewer, traceparent: null, signal },
      );
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    stop: async () => {
      await gateway[Symbol.asyncDispose]();
      for (const transport of transports.values()) await transport[Symbol.asyncDispose]();
      await streams[Symbol.asyncDispose]();
    },
  };
}
