import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ToolProgram } from '@aether/schema';
import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';
import { ToolResultTooLargeError } from '../errors.ts';

const GRACE_MS = 2_000;

export interface StdioTransportOptions {
  /** Slug. */
  readonly server: string;
  readonly program: Pick<ToolProgram, 'command' | 'arguments' | 'environment'>;
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

  constructor(options: StdioTransportOptions) {
    this.#options = options;
    this.#received = new ReadBuffer({ maxBufferSize: options.messageBytes });
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  async start(): Promise<void> {
    const { program, environment } = this.#options;
    const child = spawn(program.command, [...program.arguments], {
      shell: false,
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...environment, ...program.environment },
    });
    this.#process = child;
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    child.stdin.on('error', (error) => this.onerror?.(error));
    child.on('close', () => {
      this.#process = null;
      this.onclose?.();
    });
    createInterface({ input: child.stderr }).on('line', (line) => this.#options.onLog(line.slice(0, 2_000)));
    // Throws the error of a program that cannot be started.
    await once(child, 'spawn');
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
        this.onmessage?.(message);
      } catch (error) {
        // A line that is no message, such as a greeting, is no reason to end a server that otherwise works.
        this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
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
