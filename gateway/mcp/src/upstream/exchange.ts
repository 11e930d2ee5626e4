import { AsyncLocalStorage } from 'node:async_hooks';

/** One exchange with a tool server over HTTP, as its requests see it: they run in the context of the call that made them. */
export class Exchange {
  readonly #current = new AbortController();
  #timer: NodeJS.Timeout | null = null;

  /** Aborts when the answer cannot come any more; the reason is the failure. */
  get signal(): AbortSignal {
    return this.#current.signal;
  }

  fail(reason: unknown): void {
    this.#current.abort(reason);
  }

  /** The response stream is over. A result that was in it is read by now or very soon, and a server may let itself be resumed. */
  streamEnded(reason: unknown, graceMs: number): void {
    this.#timer ??= setTimeout(() => this.fail(reason), graceMs);
    this.#timer.unref();
  }

  resumed(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

const storage = new AsyncLocalStorage<Exchange>();

export const exchanges = {
  run: <Result>(exchange: Exchange, work: () => Promise<Result>): Promise<Result> => storage.run(exchange, work),
  current: (): Exchange | null => storage.getStore() ?? null,
} as const;
