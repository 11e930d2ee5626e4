import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';
import { ToolResultTooLargeError, ToolServerUnavailableError } from '../errors.ts';
import { packageProblem } from './package-problem.ts';

const GRACE_MS = 2_000;
/** Of its log, from which it is told why it did not start. */
const MOST_LINES = 200;

/** A command line that may be run. */
export interface StartedProgram {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that hold secrets, opened when it starts. */
  readonly secrets: () => Promise<Readonly<Record<string, string>>>;
}

export interface StdioTransportOptions {
  /** Slug. */
  readonly server: string;
  readonly program: StartedProgram;
  /** All that it sees beside the program's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly messageBytes: number;
  readonly onLog: (line: string) => void;
}

/**
 * MCP over the standard streams of a program. Not the SDK's own: the program leads a process group, so that whatever it has started ends
 * with it, and only what it is given of our environment reaches it.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** With `pid` what the SDK knows a stdio transport by: a probe that is not answered then means an older server, not an outage. */
  readonly stderr = null;
  readonly #options: StdioTransportOptions;
  readonly #received: ReadBuffer;
  #process: ChildProcess | null = null;
  #hasSpoken = false;
  #problem: Error | null = null;

  constructor(options: StdioTransportOptions) {
    this.#options = options;
    this.#received = new ReadBuffer({ maxBufferSize: options.messageBytes });
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Why it ended before it said anything, as far as its log tells. */
  get problem(): Error | null {
    return this.#problem;
  }

  async start(): Promise<void> {
    const { server, program, environment } = this.#options;
    const secrets = await program.secrets();
    const child = spawn(program.command, [...program.arguments], {
      shell: false,
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...environment, ...program.environment, ...secrets },
    });
    this.#process = child;
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    child.stdin.on('error', (error) => this.onerror?.(error));
    const said: string[] = [];
    child.on('close', () => {
      this.#process = null;
      const reason = packageProblem(said);
      if (!this.#hasSpoken && reason !== null) this.#problem = new ToolServerUnavailableError(server, reason);
      this.onclose?.();
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (said.length < MOST_LINES) said.push(line.slice(0, 2_000));
      this.#options.onLog(line.slice(0, 2_000));
    });
    await started(child, server, program.command);
    child.on('error', (error) => this.onerror?.(error));
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#process?.stdin;
    if (stdin == null || !stdin.writable) throw new Error('The program does not run.');
    if (!stdin.write(serializeMessage(message))) await Promise.race([once(stdin, 'drain'), once(stdin, 'close')]);
  }

  /** Asks the program to end, then its whole group, then makes them. */
  async close(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    const closed = once(child, 'close');
    child.stdin?.end();
    signalGroup(child, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
    await closed;
    clearTimeout(timer);
    // What it left behind still is of its group.
    signalGroup(child, 'SIGKILL');
  }

  #receive(chunk: Buffer): void {
    try {
      this.#received.append(chunk);
    } catch {
      // Longer than a message may be. Whose answer it is cannot be known, and the rest of it will come: the program ends here.
      const { server, messageBytes } = this.#options;
      this.onerror?.(new ToolResultTooLargeError(server, messageBytes));
      if (this.#process !== null) signalGroup(this.#process, 'SIGKILL');
      return;
    }
    for (;;) {
      try {
        const message = this.#received.readMessage();
        if (message === null) return;
        this.#hasSpoken = true;
        this.onmessage?.(message);
      } catch (error) {
        // A line that is no message, such as a greeting, is no reason to end a server that otherwise works.
        this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }
}

/** @throws ToolServerUnavailableError naming what is not installed, or the error of a program that cannot be started */
async function started(child: ChildProcess, server: string, command: string): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const reason = `"${command}" is not installed on the machine of the MCP gateway`;
    throw new ToolServerUnavailableError(server, reason, error);
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone: what was wanted.
  }
}
