import { AsyncLocalStorage } from 'node:async_hooks';
import { LinkedAbort } from '@aether/common/service';
import type { InputRequest } from '@modelcontextprotocol/client';

/** What a server wrote to the log of a request. */
export interface ServerLog {
  readonly level: 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';
  readonly logger?: string | undefined;
  readonly data: unknown;
}

/** What a client answered; checked by whoever has asked. */
export type InputAnswer = Readonly<Record<string, unknown>>;

/** Who hears what a server says to a request, beside its result. Null = nobody. */
export interface ExchangeListener {
  readonly onLog: ((log: ServerLog) => void) | null;
  /** The server asks a person at the client. */
  readonly onInput: ((request: InputRequest) => Promise<InputAnswer>) | null;
}

/** A tool as a person has approved it. */
export interface ApprovedTool {
  /** As its server names it. */
  readonly name: string;
  readonly definitionHash: string;
  readonly effect: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE';
}

const NOBODY: ExchangeListener = { onLog: null, onInput: null };

export interface ExchangeOptions {
  /** Ends the exchange, whatever has come of it. */
  readonly ends: AbortSignal;
  readonly listener?: ExchangeListener;
  /** What is called; absent = no tool. */
  readonly approved?: ApprovedTool | undefined;
}

/** One exchange with a tool server, as its requests see it: over HTTP they run in the context of the call that made them. */
export class Exchange {
  readonly listener: ExchangeListener;
  /** Null = no tool is called. */
  readonly approved: ApprovedTool | null;
  readonly #current: LinkedAbort;
  #timer: NodeJS.Timeout | null = null;
  #silence: { readonly ms: number; readonly reason: () => Error } | null = null;
  #silenceTimer: NodeJS.Timeout | null = null;

  constructor({ ends, listener = NOBODY, approved }: ExchangeOptions) {
    this.listener = listener;
    this.approved = approved ?? null;
    this.#current = new LinkedAbort(ends);
  }

  /** Aborts when the answer cannot come any more, or nobody waits for it; the reason is the failure. */
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

  /** Fails when the server says nothing for so long. */
  limitSilence(ms: number, reason: () => Error): void {
    this.#silence = { ms, reason };
    this.heard();
  }

  heard(): void {
    this.#stopSilence();
    const limit = this.#silence;
    if (limit !== null) this.#silenceTimer = setTimeout(() => this.fail(limit.reason()), limit.ms);
  }

  /** Tells the listener what the server asks for. A person takes longer than a tool: meanwhile the server may be silent. */
  async asked(request: InputRequest): Promise<InputAnswer | null> {
    this.#stopSilence();
    try {
      return (await this.listener.onInput?.(request)) ?? null;
    } finally {
      this.heard();
    }
  }

  ended(): void {
    this.#current[Symbol.dispose]();
    this.#silence = null;
    this.#stopSilence();
    this.resumed();
  }

  #stopSilence(): void {
    if (this.#silenceTimer !== null) clearTimeout(this.#silenceTimer);
    this.#silenceTimer = null;
  }
}

const storage = new AsyncLocalStorage<Exchange>();

export const exchanges = {
  run: <Result>(exchange: Exchange, work: () => Promise<Result>): Promise<Result> => storage.run(exchange, work),
  current: (): Exchange | null => storage.getStore() ?? null,
} as const;
