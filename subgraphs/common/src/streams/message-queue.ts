import type { JsonValue } from '@aether/schema';
import { StreamOverflowError } from './stream-overflow-error.ts';

export interface MessageQueueOptions {
  readonly channel: string;
  readonly limit: number;
  readonly signal: AbortSignal;
  /** Called once, however it ends. */
  readonly onEnd: () => void;
}

/** What one subscription holds: messages that wait, or the reader that waits. */
export class MessageQueue implements AsyncIterator<JsonValue, undefined> {
  readonly #options: MessageQueueOptions;
  readonly #abort = (): void => this.end();
  #waiting: JsonValue[] = [];
  #reader: PromiseWithResolvers<IteratorResult<JsonValue, undefined>> | null = null;
  #ended = false;
  #failure: StreamOverflowError | null = null;

  constructor(options: MessageQueueOptions) {
    this.#options = options;
    if (options.signal.aborted) this.#ended = true;
    else options.signal.addEventListener('abort', this.#abort, { once: true });
  }

  get ended(): boolean {
    return this.#ended;
  }

  push(message: JsonValue): void {
    if (this.#ended) return;
    if (this.#reader !== null) {
      this.#reader.resolve({ done: false, value: message });
      this.#reader = null;
    } else if (this.#waiting.length < this.#options.limit) {
      this.#waiting.push(message);
    } else {
      this.#waiting = [];
      this.#failure = new StreamOverflowError(this.#options.channel, this.#options.limit);
      this.end();
    }
  }

  /** No further message is taken; those that wait are still delivered. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.signal.removeEventListener('abort', this.#abort);
    this.#reader?.resolve({ done: true, value: undefined });
    this.#reader = null;
    this.#options.onEnd();
  }

  async next(): Promise<IteratorResult<JsonValue, undefined>> {
    if (this.#options.signal.aborted) return { done: true, value: undefined };
    const message = this.#waiting.shift();
    if (message !== undefined) return { done: false, value: message };
    if (this.#failure !== null) {
      const failure = this.#failure;
      this.#failure = null;
      throw failure;
    }
    if (this.#ended) return { done: true, value: undefined };
    if (this.#reader !== null) throw new TypeError('A subscription has one reader; this one waits already.');
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  async return(): Promise<IteratorResult<JsonValue, undefined>> {
    this.#waiting = [];
    this.end();
    return { done: true, value: undefined };
  }
}
