import { LinkedAbort } from '../service/linked-abort.ts';

/** Ends an exchange when its caller leaves or its time is over. */
export class Deadline implements Disposable {
  /** The caller gave up; its own reason is what it is told. */
  readonly caller: AbortSignal | null;
  readonly #abort: LinkedAbort;
  readonly #timer: NodeJS.Timeout;
  #isOver = false;

  /** @param totalMs from now */
  constructor(caller: AbortSignal | null, totalMs: number) {
    this.caller = caller;
    this.#abort = caller === null ? new LinkedAbort() : new LinkedAbort(caller);
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#abort.abort();
    }, totalMs).unref();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#abort[Symbol.dispose]();
  }
}
