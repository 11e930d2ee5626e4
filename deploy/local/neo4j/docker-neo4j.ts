import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LauncherError } from '../launcher-error.ts';
import { freePort } from '../ports.ts';
import { NEO4J_VERSION } from './neo4j-version.ts';
import { containerSettings } from './neo4j-settings.ts';
import { runCommand } from './run-command.ts';
import type { Neo4jOptions, RunningNeo4j } from './running-neo4j.ts';
import { waitForBolt } from './wait-for-bolt.ts';

const IMAGE = `neo4j:${NEO4J_VERSION}-community`;
const DAEMON_MS = 5_000;
const PULL_MS = 15 * 60_000;
const START_MS = 180_000;
const STOP_SECONDS = 30;

/** False at once when there is no `docker`, and when there is one but no daemon answers it. */
export async function dockerDaemonAnswers(): Promise<boolean> {
  const { ok } = await runCommand('docker', ['version', '--format', '{{.Server.Version}}'], { timeoutMs: DAEMON_MS });
  return ok;
}

/**
 * Runs Neo4j in a container of its own for this state folder, its store in the same place as the JVM's.
 * Null when the image cannot be had (no network): the caller goes on with the next way.
 */
export async function startNeo4jContainer(options: Neo4jOptions): Promise<RunningNeo4j | null> {
  if (!(await hasImage(options.say))) return null;
  const folder = resolve(options.stateFolder);
  const name = `aether-neo4j-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  const data = join(folder, 'neo4j', 'home', 'data');
  mkdirSync(data, { recursive: true });
  const port = options.boltPort ?? (await freePort());
  // One that was left by a killed process holds the store: its transaction log recovers it.
  await docker(['rm', '--force', name]);
  const started = await docker([
    'run',
    '--detach',
    '--rm',
    '--name',
    name,
    ...owner(),
    '--publish',
    `127.0.0.1:${port}:7687`,
    '--volume',
    `${data}:/data`,
    ...containerSettings().flatMap((setting) => ['--env', setting]),
    IMAGE,
  ]);
  if (!started.ok) throw failed(started.output);
  try {
    const limit = AbortSignal.timeout(START_MS);
    await waitForBolt('127.0.0.1', port, { signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit });
  } catch (cause) {
    const { output } = await docker(['logs', '--tail', '10', name]);
    await docker(['rm', '--force', name]);
    throw failed(output, cause);
  }
  return {
    uri: `bolt://127.0.0.1:${port}`,
    user: 'neo4j',
    password: '',
    description: `Docker container ${name} (${IMAGE})`,
    stopAtOnce: () => void docker(['kill', name]),
    [Symbol.asyncDispose]: async () => {
      await docker(['stop', '--time', String(STOP_SECONDS), name]);
    },
  };
}

async function hasImage(say: (line: string) => void): Promise<boolean> {
  if ((await docker(['image', 'inspect', IMAGE])).ok) return true;
  say(`Docker: pulling ${IMAGE} (about 600 MB, the first time only; --no-docker uses a local Java instead)`);
  const pulled = await runCommand('docker', ['pull', IMAGE], { timeoutMs: PULL_MS });
  if (!pulled.ok) say(`Docker: the image could not be pulled (${lastLine(pulled.output)}); going on without Docker`);
  return pulled.ok;
}

/** The store belongs to the user who runs Aether, not to root. */
function owner(): string[] {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return uid === undefined || gid === undefined ? [] : ['--user', `${uid}:${gid}`];
}

function docker(parameters: readonly string[]) {
  return runCommand('docker', parameters, { timeoutMs: (STOP_SECONDS + 30) * 1_000 });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

function failed(output: string, cause?: unknown): LauncherError {
  return new LauncherError(
    `The Neo4j container did not start: ${lastLine(output)}`,
    ['Without Docker: npm start -- --no-docker', 'Look at the daemon: docker info'],
    { cause },
  );
}
