/** Values for one reader, bounded: one more than the limit ends the queue instead of growing memory. */
export class EventQueue<Value> implements AsyncIterableIterator<Value> {
  readonly #limit: number;
  readonly #onOverflow: (buffered: number) => void;
  #values: Value[] = [];
  #ended = false;
  #error: { readonly reason: unknown } | null = null;
  #waiting: { resolve: (result: IteratorResult<Value, undefined>) => void; reject: (error: unknown) => void } | null =
    null;

  constructor(options: { readonly limit: number; readonly onOverflow: (buffered: number) => void }) {
    this.#limit = options.limit;
    this.#onOverflow = options.onOverflow;
  }

  push(value: Value): void {
    if (this.#ended) return;
    if (this.#waiting !== null) {
      const { resolve } = this.#waiting;
      this.#waiting = null;
      resolve({ done: false, value });
      return;
    }
    if (this.#values.length >= this.#limit) {
      const buffered = this.#values.length;
      this.#values = [];
      this.#onOverflow(buffered);
      return;
    }
    this.#values.push(value);
  }

  /** What was pushed before is still read. */
  end(): void {
    this.#ended = true;
    this.#waiting?.resolve({ done: true, value: undefined });
    this.#waiting = null;
  }

  fail(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = { reason };
    if (this.#waiting !== null) {
      this.#waiting.reject(reason);
      this.#waiting = null;
      this.#error = null;
    }
  }

  next(): Promise<IteratorResult<Value, undefined>> {
    const value = this.#values.shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#error !== null) {
      const { reason } = this.#error;
      this.#error = null;
      return Promise.reject(reason);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Value, undefined>> {
    this.#values = [];
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
