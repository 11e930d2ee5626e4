import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@aether/test-support';

const root = join(import.meta.dirname, '..', '..');

export interface RunningAether extends AsyncDisposable {
  readonly origin: string;
  /** One-time link that the terminal showed; null when it showed none. */
  readonly signInLink: string | null;
  /** Everything that was printed. */
  readonly output: () => string;
  readonly stateFolder: string;
  /** kill -9, as a power cut would. The state stays. */
  kill(): Promise<void>;
  /** Ctrl-C. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Starts again on the same state and port. */
  restart(): Promise<RunningAether>;
}

export interface AetherStart {
  readonly stateFolder?: string;
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** What Node runs. @default the built file */
  readonly entry?: readonly string[];
  /** Whether an empty database gets the demo, too. @default false */
  readonly demo?: boolean;
}

/** Starts what `npm start` starts, from the built file, with a state folder and ports of its own and its own Neo4j. */
export async function startAether(start: AetherStart = {}): Promise<RunningAether> {
  const stateFolder = start.stateFolder ?? mkdtempSync(join(tmpdir(), 'aether-e2e-'));
  const port = start.port ?? (await freePort());
  const { NEO4J_URI: _shared, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [
      ...(start.entry ?? [join(root, 'deploy', 'dist', 'local.js')]),
      '--no-docker',
      ...(start.demo === true ? [] : ['--empty']),
    ],
    {
      cwd: root,
      env: {
        ...environment,
        AETHER_STATE: stateFolder,
        AETHER_PORT: String(port),
        AETHER_BOLT_PORT: String(await freePort()),
        AETHER_NEO4J_LIB: join(root, '.aether', 'neo4j', 'lib'),
        ...start.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  await untilReady(child, () => output);
  const exited = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    signInLink: /https?:\/\/\S+\/auth\/link\/\S+/u.exec(output)?.[0] ?? null,
    output: () => output,
    stateFolder,
    kill: async () => void (await exited('SIGKILL')),
    stop: () => exited('SIGINT'),
    restart: () => startAether({ ...start, stateFolder, port }),
    async [Symbol.asyncDispose]() {
      await exited('SIGKILL');
      rmSync(stateFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (/Aether is ready on/u.test(output())) resolve();
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`Aether ended with ${code} before it was ready:\n${output()}`)));
  });
}
