import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isRecord, type JsonObject } from '@aether/schema';

export interface ProgramOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly parameters?: readonly string[];
}

/** A process of our own that a test may stop, kill and wake again. */
export interface ProgramUnderTest extends AsyncDisposable {
  readonly pid: number;
  /** Killed, stopped, or by itself. */
  hasEnded(): boolean;
  /** Everything that it printed so far. */
  output(): string;
  /** Lines of its log (JSON) so far. */
  log(): readonly JsonObject[];
  /** Sends it a message, such as `{ name: 'arm', point: 'before-call' }`. */
  tell(message: JsonObject): void;
  /** The next message of that name that nobody has heard yet. @throws Error with the output when it ends before, or says nothing for long */
  heard(name: string): Promise<JsonObject>;
  /** Waits until it stands at a named point (see `NamedPoints`). */
  reached(point: string): Promise<JsonObject>;
  /** kill -9: nothing of it runs on, not even a handler. */
  kill(): Promise<void>;
  /** SIGSTOP: it notices nothing, its connections stay open. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** SIGTERM, as a rolling deployment sends it. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Less than a slow test may take, so that it fails with what the program printed. */
const PATIENCE_MS = 200_000;
const TAIL_CHARACTERS = 20_000;

/** Starts a TypeScript file as a process of its own, with a channel for messages. */
export function startProgram(entry: URL, options: ProgramOptions = {}): ProgramUnderTest {
  const child: ChildProcess = fork(fileURLToPath(entry), [...(options.parameters ?? [])], {
    execArgv: ['--import', '@aether/test-support/typescript'],
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let isEnded = false;
  const messages: JsonObject[] = [];
  let more = Promise.withResolvers<void>();
  const wake = (): void => {
    more.resolve();
    more = Promise.withResolvers();
  };
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.on('message', (message) => {
    if (isRecord(message)) messages.push(message as JsonObject);
    wake();
  });
  const tail = (): string => output.slice(-TAIL_CHARACTERS);
  const exit = once(child, 'exit');
  child.once('exit', () => {
    isEnded = true;
    wake();
  });
  const killWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithParent);

  async function end(signal: NodeJS.Signals): Promise<void> {
    process.off('exit', killWithParent);
    if (isEnded) return;
    child.kill(signal);
    // A paused process takes no other signal until it goes on.
    if (signal !== 'SIGKILL') child.kill('SIGCONT');
    const late = setTimeout(() => {
      output += `\n${PATIENCE_MS} ms after ${signal} it still ran.\n`;
      child.kill('SIGKILL');
    }, PATIENCE_MS);
    await exit;
    clearTimeout(late);
  }

  async function heard(fits: (message: JsonObject) => boolean, what: string): Promise<JsonObject> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    patience.addEventListener('abort', wake, { once: true });
    try {
      for (;;) {
        const index = messages.findIndex(fits);
        const [found] = index < 0 ? [] : messages.splice(index, 1);
        if (found !== undefined) return found;
        if (isEnded) throw new Error(`The program ended before ${what}. It printed:\n${tail()}`);
        if (patience.aborted) throw new Error(`${PATIENCE_MS} ms went by before ${what}. It printed:\n${tail()}`);
        await more.promise;
      }
    } finally {
      patience.removeEventListener('abort', wake);
    }
  }

  return {
    pid: child.pid ?? 0,
    hasEnded: () => isEnded,
    output: () => output,
    log: () => output.split('\n').flatMap(parsedLine),
    tell: (message) => void child.send(message),
    heard: (name) => heard((message) => message['name'] === name, `it said "${name}"`),
    reached: (point) =>
      heard((message) => message['name'] === 'point' && message['point'] === point, `it came to the point "${point}"`),
    kill: () => end('SIGKILL'),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      await end('SIGTERM');
      return child.exitCode;
    },
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  };
}

function parsedLine(line: string): JsonObject[] {
  if (!line.startsWith('{')) return [];
  try {
    return [JSON.parse(line) as JsonObject];
  } catch {
    return []; // the last line, half printed
  }
}
