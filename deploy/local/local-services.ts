import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Environment,
  type Logger,
  OwnerOperations,
  type ReadinessPart,
  type Service,
} from '@aether/common/service';
import type { Telemetry } from '@aether/common/telemetry';
import {
  type GraphqlGateway,
  InProcessTransport,
  createGraphqlGateway,
  graphqlGatewayConfig,
} from '@aether/graphql-gateway';
import { createIdentityService, identityConfig, type IdentityService } from '@aether/identity';
import { z } from 'zod';
import { allSettled } from './all-settled.ts';
import { inProcessFetch } from './in-process-fetch.ts';
import type { LocalConfig } from './local-config.ts';
import type { LocalParts } from './local-parts.ts';
import type { Progress } from './progress.ts';
import { repositoryRoot } from './repository-root.ts';
import { SERVICE_LIST, type ServiceEntry } from './service-list.ts';
import { webFolder } from './web-folder.ts';

export interface LocalServices extends AsyncDisposable {
  readonly gateway: GraphqlGateway;
  readonly identity: IdentityService;
  /** Starts every service: each brings its part of the graph up to date and begins its work. */
  start(signal: AbortSignal): Promise<void>;
}

export interface LocalServicesInput {
  readonly config: LocalConfig;
  /** What the services' own config readers see. */
  readonly environment: Environment;
  readonly parts: LocalParts;
  readonly loggerOf: (name: string) => Logger;
  readonly progress: Progress;
  readonly telemetry: Telemetry;
  /** @default every service behind the gateway */
  readonly services?: readonly ServiceEntry[] | undefined;
}

/** Creates every service, without sockets between them, and the gateway in front; nothing is asked of the database yet. */
export async function createLocalServices(input: LocalServicesInput): Promise<LocalServices> {
  const { parts, loggerOf, progress } = input;
  await using stack = new AsyncDisposableStack();
  const byName = new Map<string, Service>();
  const called = (name: string): Service => {
    const service = byName.get(name);
    if (service === undefined) throw new Error(`The service "${name}" was called before it was created.`);
    return service;
  };
  const subgraphOf = (name: string) => {
    const { subgraph } = called(name);
    if (subgraph === null) throw new Error(`The service "${name}" answers no GraphQL.`);
    return subgraph;
  };
  const operationsOf = (service: string) =>
    new OwnerOperations({ service, tokens: parts.tokens, targetOf: subgraphOf });
  const fetchOf = (name: string) =>
    inProcessFetch({ service: () => called(name), tokens: parts.tokens, logger: loggerOf(name) });
  const fetches = {
    modelFetch: fetchOf('llm-gateway'),
    toolFetch: fetchOf('mcp-gateway'),
    agentFetch: fetchOf('executions'),
  };

  const partsOf = (name: string) => ({ ...parts, ...fetches, operations: operationsOf(name), logger: loggerOf(name) });
  const identity = stack.use(await createIdentityService(identityConfig(input.environment), partsOf('identity')));
  byName.set(identity.name, identity);
  for (const { name, create } of input.services ?? SERVICE_LIST)
    byName.set(name, stack.use(await create(input.environment, partsOf(name))));
  const gateway = stack.use(
    await progress.part(
      'GraphQL gateway',
      () => createGateway(input, byName, operationsOf('graphql-gateway')),
      () => 'created',
    ),
  );
  const startOne = ([name, service]: readonly [string, Service]) =>
    progress.part(
      name,
      () => service.start(),
      () => 'started',
    );
  const owned = stack.move();
  return {
    gateway,
    identity,
    // Side by side, as in processes of their own: none waits for another one to be there.
    async start(signal) {
      signal.throwIfAborted();
      await allSettled([...byName].map(startOne));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function createGateway(
  { config, environment, parts, loggerOf, telemetry }: LocalServicesInput,
  byName: ReadonlyMap<string, Service>,
  operations: OwnerOperations,
): Promise<GraphqlGateway> {
  const { streams, keyValue, tokens, clock, ids } = parts;
  const { metrics } = telemetry;
  const transports = [...byName].flatMap(([name, { subgraph }]) =>
    subgraph === null ? [] : ([[name, new InProcessTransport(subgraph)]] as const),
  );
  const schemaFile = (name: string) => readFileSync(join(repositoryRoot, 'schema', name), 'utf8');
  return createGraphqlGateway(
    { ...graphqlGatewayConfig(environment), host: config.host, port: config.port },
    {
      operations,
      streams,
      keyValue,
      tokens,
      clock,
      ids,
      logger: loggerOf('graphql-gateway'),
      supergraphSdl: schemaFile('supergraph.graphql'),
      trustedDocuments: z.record(z.string(), z.string()).parse(JSON.parse(schemaFile('trusted-documents.json'))),
      transports: new Map(transports),
      services: byName,
      readiness: async () => (await Promise.all([...byName.values()].map(readinessOf))).flat(),
      metrics: metrics === null ? null : async () => (await metrics()).text(),
      webFolder: webFolder(),
    },
  );
}

/** Several services have a part called "database": a line of `/ready` says whose it is. */
async function readinessOf(service: Service): Promise<readonly ReadinessPart[]> {
  const parts = await service.readiness();
  return parts.map((part) => (part.name === service.name ? part : { ...part, name: `${service.name}: ${part.name}` }));
}
