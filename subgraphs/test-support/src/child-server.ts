import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

export interface ChildServerOptions {
  /** Replaces the environment of this process. @default the same */
  readonly environment?: NodeJS.ProcessEnv;
  /** How long it may take until it listens, in milliseconds. @default 20,000 */
  readonly patienceMs?: number;
}

export interface ChildServer extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Ends the process as a crash would (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>;
}

/** What is kept of the end of what it prints. */
const OUTPUT_CHARACTERS = 20_000;

/**
 * Starts a foreign server as a child process and answers when it accepts connections on its loopback port. When it
 * ends before that, the error carries what it printed. Disposal sends SIGTERM, after 5 s SIGKILL.
 */
export async function startChildServer(
  command: string,
  commandArguments: readonly string[],
  port: number,
  { environment = process.env, patienceMs = 20_000 }: ChildServerOptions = {},
): Promise<ChildServer> {
  const child = spawn(command, commandArguments, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const add = (text: string): void => void (output = (output + text).slice(-OUTPUT_CHARACTERS));
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', add);
  const ended = new AbortController();
  child.once('error', (error) => {
    add(String(error));
    ended.abort();
  });
  child.once('exit', () => ended.abort());
  const killWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithParent);

  async function end(signal: NodeJS.Signals): Promise<void> {
    process.off('exit', killWithParent);
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exit;
    clearTimeout(force);
  }

  const deadline = AbortSignal.timeout(patienceMs);
  while (!(await accepts(port))) {
    if (ended.signal.aborted || deadline.aborted) {
      await end('SIGKILL');
      throw new Error(`"${command}" did not accept connections on port ${port}. It printed:\n${output}`);
    }
  }
  return { process: child, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGTERM') };
}

/** One connection attempt. A refusal is answered 20 ms later, so that the caller's loop does not spin. */
async function accepts(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port });
  socket.once('connect', () => {
    socket.destroy();
    resolve(true);
  });
  socket.once('error', () => setTimeout(() => resolve(false), 20));
  return promise;
}
