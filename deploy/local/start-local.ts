import { createLogger, systemClock } from '@aether/common/service';
import type { Telemetry } from '@aether/common/telemetry';
import { allSettled } from './all-settled.ts';
import { DemoMaking } from './demo/demo-making.ts';
import type { LocalConfig } from './local-config.ts';
import { createLocalParts, random } from './local-parts.ts';
import { localSecrets } from './local-secrets.ts';
import { createLocalServices } from './local-services.ts';
import { openLogFile } from './log-file.ts';
import { neo4jConnection } from './neo4j/neo4j-connection.ts';
import type { RunningNeo4j } from './neo4j/running-neo4j.ts';
import { startNeo4j } from './neo4j/start-neo4j.ts';
import { requireFreePort } from './ports.ts';
import type { Progress } from './progress.ts';
import { serviceEnvironment } from './service-environment.ts';
import type { ServiceEntry } from './service-list.ts';
import { lockState } from './state-lock.ts';

/** Everything of Aether in this process, answering on one port. Disposing stops it in the reverse order of its start. */
export interface LocalAether extends AsyncDisposable {
  readonly address: string;
  readonly logFile: string;
  /** Signs the owner in, once; null when somebody can sign in already and no link was asked for. */
  readonly signInLink: string | null;
  /** Begins what may take its time, after the address was printed. */
  readonly afterReady?: () => void;
}

export interface LocalStart {
  readonly progress: Progress;
  /** Gives up a start under way. */
  readonly signal: AbortSignal;
  /** Collects what must be done when there is no time for an orderly stop. */
  readonly emergency: Set<() => void>;
  readonly telemetry: Telemetry;
  /** Stands in for the list of all services, as the benchmarks do. */
  readonly services?: readonly ServiceEntry[] | undefined;
}

/** @throws LauncherError when this machine lacks something, with the ways out; what was started by then is stopped */
export async function startLocal(
  config: LocalConfig,
  { progress, signal, emergency, telemetry, services: entries }: LocalStart,
): Promise<LocalAether> {
  await using stack = new AsyncDisposableStack();
  const lock = stack.use(lockState(config.stateFolder));
  await requireFreePort(config.port, 'AETHER_PORT');

  const log = openLogFile(config.stateFolder);
  stack.defer(() => void log.stream.end());
  const loggerOf = (name: string) => createLogger(name, { level: config.logLevel, destination: log.stream });

  const connection = await neo4jConnection(config.neo4j);
  let neo4j: RunningNeo4j | null = null;
  stack.defer(async () => {
    if (neo4j === null) return;
    if (config.neo4j.uri === null) progress.say('· Neo4j          stopping in order …');
    await neo4j[Symbol.asyncDispose]();
  });
  const startDatabase = async (): Promise<void> => {
    const { boltPort } = connection;
    const { stateFolder, docker } = config;
    const say = (line: string) => progress.say(`· ${line}`);
    const running = await progress.part(
      'Neo4j',
      () => startNeo4j({ ...config.neo4j, boltPort, stateFolder, docker, signal, say }),
      ({ description }) => description,
    );
    neo4j = running;
    emergency.add(() => running.stopAtOnce());
  };

  // Neo4j takes the longest: what needs no answer of it (schemas, the gateway's supergraph) is made beside its start.
  const secrets = localSecrets(config.stateFolder, random);
  const parts = stack.use(await createLocalParts({ config, connection, secrets, logger: loggerOf('local') }));
  const environment = serviceEnvironment(config, secrets);
  const [, made] = await allSettled([
    startDatabase(),
    createLocalServices({ config, environment, parts, loggerOf, progress, telemetry, services: entries }).then(
      (services) => stack.use(services),
    ),
  ]);
  signal.throwIfAborted();
  await parts.database.verify();
  await made.start(signal);
  signal.throwIfAborted();
  const { identity, gateway } = made;
  const address = await gateway.listen();
  lock.announce(config.publicUrl);
  const tenant = await identity.createFirstTenant({ demo: !config.empty });
  const signInLink = config.signInLink ? await identity.createSignInLink() : tenant.signInUrl;
  const demo = stack.use(
    new DemoMaking({
      identity,
      gateway,
      tenant,
      address,
      newRequestId: () => parts.ids('req'),
      monotonicMs: systemClock.monotonicMs,
      say: (line) => progress.say(line),
    }),
  );

  const owned = stack.move();
  return {
    address: config.publicUrl,
    logFile: log.path,
    signInLink,
    afterReady: () => {
      if (tenant.demo === 'UNFINISHED' && !config.empty) demo.start();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
