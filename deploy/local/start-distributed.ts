import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@aether/schema';
import type { LocalConfig } from './local-config.ts';
import { random } from './local-parts.ts';
import { startRedis } from './local-redis.ts';
import { localSecrets } from './local-secrets.ts';
import { startNeo4j } from './neo4j/start-neo4j.ts';
import { freePort, requireFreePort } from './ports.ts';
import type { Progress } from './progress.ts';
import { serviceEnvironment } from './service-environment.ts';
import { processAddresses, SERVICE_PROCESSES } from './service-processes.ts';
import type { LocalAether } from './start-local.ts';
import { lockState } from './state-lock.ts';
import { SupervisedProcess } from './supervised-process.ts';

export interface DistributedStart {
  readonly progress: Progress;
  /** Gives up a start under way. */
  readonly signal: AbortSignal;
  /** Collects what must be done when there is no time for an orderly stop. */
  readonly emergency: Set<() => void>;
}

/** Every service as a process of its own on this machine, with Redis between them. Disposing stops all in the reverse order. */
export async function startDistributed(
  config: LocalConfig,
  { progress, signal, emergency }: DistributedStart,
): Promise<LocalAether> {
  await using stack = new AsyncDisposableStack();
  const lock = stack.use(lockState(config.stateFolder));
  await requireFreePort(config.port, 'AETHER_PORT');
  const neo4j = stack.use(
    await progress.part(
      'Neo4j',
      () =>
        startNeo4j({
          ...config.neo4j,
          stateFolder: config.stateFolder,
          docker: config.docker,
          signal,
          say: (line) => progress.say(`· ${line}`),
        }),
      ({ description }) => description,
    ),
  );
  emergency.add(() => neo4j.stopAtOnce());
  const redis = stack.use(
    await progress.part(
      'Redis',
      () => startRedis(config.redisUrl),
      ({ url }) => url,
    ),
  );
  emergency.add(() => redis.stopAtOnce());
  signal.throwIfAborted();

  const said: string[] = [];
  const environment = await processEnvironment(config, { neo4j, redis });
  const supervised = SERVICE_PROCESSES.map((facts) => {
    const one = stack.use(
      new SupervisedProcess({
        process: facts,
        environment: environment(facts.name),
        parameters: facts.name === 'identity' && config.signInLink ? ['--sign-in-link'] : [],
        logFile: join(config.stateFolder, `${facts.name}.log`),
        say: (line) => said.push(line),
      }),
    );
    emergency.add(() => one.stopAtOnce());
    return { name: facts.name, one };
  });
  await Promise.all(
    supervised.map(({ name, one }) =>
      progress.part(
        name,
        () => one.start(),
        () => `process ${one.pid}`,
      ),
    ),
  );
  lock.announce(config.publicUrl);
  const processes = join(config.stateFolder, 'processes.json');
  writeFileSync(processes, JSON.stringify(Object.fromEntries(supervised.map(({ name, one }) => [name, one.pid]))));
  const owned = stack.move();
  return {
    address: config.publicUrl,
    logFile: join(config.stateFolder, '<service>.log'),
    signInLink: said.map((line) => /https?:\/\/\S+\/auth\/link\/\S+/u.exec(line)?.[0]).find(Boolean) ?? null,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What each process sees: what this installation knows by itself, and where the others are. */
async function processEnvironment(
  config: LocalConfig,
  parts: {
    readonly neo4j: { readonly uri: string; readonly user: string; readonly password: string };
    readonly redis: { readonly url: string };
  },
): Promise<(name: ServiceName) => Readonly<Record<string, string | undefined>>> {
  const secrets = localSecrets(config.stateFolder, random);
  const ports = new Map<ServiceName, number>();
  for (const { name } of SERVICE_PROCESSES)
    ports.set(name, name === 'graphql-gateway' ? config.port : await freePort());
  const { shared, own } = processAddresses((name) => ports.get(name) ?? 0);
  const { AETHER_PORT: _port, AETHER_HOST: _host, ...known } = serviceEnvironment(config, secrets);
  const common = {
    ...known,
    NEO4J_URI: parts.neo4j.uri,
    NEO4J_USER: parts.neo4j.user,
    NEO4J_PASSWORD: parts.neo4j.password,
    REDIS_URL: parts.redis.url,
    AETHER_INTERNAL_SECRET: Buffer.from(secrets('internal tokens')).toString('base64'),
    AETHER_BLOBS_FOLDER: join(config.stateFolder, 'blobs'),
    AETHER_LOG_LEVEL: config.logLevel,
    GRAPHQL_HOST: config.host,
    ...shared,
  };
  return (name) => ({ ...common, ...own(name) });
}
