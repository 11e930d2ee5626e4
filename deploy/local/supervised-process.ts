import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceProcessFacts } from './service-processes.ts';

/** Between a death and the next start. */
const PAUSE_MS = 500;
/** What a process needs at most for an orderly stop. */
const STOP_MS = 15_000;

export interface SupervisedOptions {
  readonly process: ServiceProcessFacts;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly parameters: readonly string[];
  readonly logFile: string;
  /** Lines that are no log records: what the process says to people. */
  readonly say: (line: string) => void;
}

/** One process, started again when it dies, until it is stopped. */
export class SupervisedProcess implements AsyncDisposable {
  readonly #options: SupervisedOptions;
  readonly #stop = new AbortController();
  readonly #answers = Promise.withResolvers<void>();
  #child: ChildProcess | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SupervisedOptions) {
    this.#options = options;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Resolves when it answers for the first time. @throws Error when it ends before */
  async start(): Promise<void> {
    this.#running = this.#supervise();
    await this.#answers.promise;
  }

  stopAtOnce(): void {
    this.#stop.abort();
    this.#child?.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    const child = this.#child;
    child?.kill('SIGTERM');
    const late = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
    await this.#running;
    clearTimeout(late);
  }

  async #supervise(): Promise<void> {
    const { process: facts, environment, parameters, logFile } = this.#options;
    let hasAnswered = false;
    while (!this.#stop.signal.aborted) {
      const log = createWriteStream(logFile, { flags: 'a' });
      const child = spawn(process.execPath, [facts.entry, ...parameters], {
        env: { ...environment },
        // The channel says nothing: it breaks when this process dies, and then the child ends, too.
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      this.#child = child;
      let printed = '';
      const read = (chunk: Buffer): void => {
        log.write(chunk);
        for (const line of chunk.toString().split('\n')) {
          if (line === '' || line.startsWith('{')) continue;
          printed = `${printed}\n${line}`.slice(-2_000);
          if (!line.startsWith(`${facts.name} answers on `)) this.#options.say(line);
          else {
            hasAnswered = true;
            this.#answers.resolve();
          }
        }
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      await once(child, 'exit');
      log.end();
      if (!hasAnswered) {
        this.#answers.reject(new Error(`${facts.name} ended before it answered (log: ${logFile}).${printed}`));
        return;
      }
      await delay(PAUSE_MS, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }
}
