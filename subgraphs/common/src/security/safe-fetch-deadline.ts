/**
 * Ends an exchange when its caller leaves or its time is over. `AbortSignal.any` and `.timeout` keep weak references and finalizers for
 * each call, which is what the collector is busy with under load.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | null;
  readonly #timer: NodeJS.Timeout;
  #isOver = false;

  /** @param totalMs from now */
  constructor(caller: AbortSignal | null, totalMs: number) {
    this.#caller = caller;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#controller.abort();
    }, totalMs).unref();
    if (caller?.aborted === true) this.#leave();
    else caller?.addEventListener('abort', this.#leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The caller gave up; its own reason is what it is told. */
  get caller(): AbortSignal | null {
    return this.#caller;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#leave);
  }

  readonly #leave = (): void => this.#controller.abort(this.#caller?.reason);
}
