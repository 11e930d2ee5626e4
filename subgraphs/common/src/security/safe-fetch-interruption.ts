/**
 * What ends an exchange before its end: its caller, or its time. One timer and one listener that are taken back with `end()`: a signal of
 * `AbortSignal.timeout` in one of `AbortSignal.any` costs as much as the request, and stays until it is collected.
 */
export class Interruption {
  readonly #caller: AbortSignal | null;
  readonly #timer: NodeJS.Timeout;
  #isLate = false;
  /** What has to stop now, told once. */
  onInterrupted: ((reason: Error) => void) | null = null;

  /** @param afterMs from now on, for all that belongs to the exchange */
  constructor(caller: AbortSignal | null, afterMs: number) {
    this.#caller = caller;
    caller?.addEventListener('abort', this.#interrupt, { once: true });
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#interrupt();
    }, afterMs);
    this.#timer.unref();
  }

  /** Whether the time is over. */
  get isLate(): boolean {
    return this.#isLate;
  }

  get isByCaller(): boolean {
    return this.#caller?.aborted === true;
  }

  /** Of the caller, when it was the caller. */
  get reason(): unknown {
    return this.#caller?.reason;
  }

  end(): void {
    this.onInterrupted = null;
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#interrupt);
  }

  readonly #interrupt = (): void => {
    const told = this.onInterrupted;
    this.end();
    told?.(new Error('The exchange was interrupted.', { cause: this.reason }));
  };
}
