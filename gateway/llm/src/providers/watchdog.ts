import { LinkedAbort } from '@aether/common/service';
import { CancelledError } from '../errors.ts';
import { type ProviderFacts, ProviderTimeoutError, type TimeoutStage } from '../provider-errors.ts';

export interface ProviderTimeouts {
  /** Until the first byte of the body. */
  readonly firstByteMs: number;
  /** Between two chunks of bytes. */
  readonly idleMs: number;
  /** For the whole answer. */
  readonly totalMs: number;
}

/**
 * Watches one attempt. SDKs ignore their own timeout once headers have arrived (reliability.md §4.2); here
 * all three limits hold until the end. `signal` aborts with the typed error as its reason.
 */
export class Watchdog implements Disposable {
  readonly #abort: LinkedAbort;
  readonly #timeouts: ProviderTimeouts;
  readonly #facts: ProviderFacts;
  readonly #total: NodeJS.Timeout;
  #stage: NodeJS.Timeout;
  #hasBegun = false;

  constructor(timeouts: ProviderTimeouts, caller: AbortSignal, facts: ProviderFacts) {
    this.#timeouts = timeouts;
    this.#facts = facts;
    this.#abort = new LinkedAbort(caller);
    this.#stage = this.#after('first byte', timeouts.firstByteMs);
    this.#total = this.#after('whole answer', timeouts.totalMs);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Bytes have come. */
  progress(): void {
    if (this.#hasBegun) {
      this.#stage.refresh();
      return;
    }
    this.#hasBegun = true;
    clearTimeout(this.#stage);
    this.#stage = this.#after('next byte', this.#timeouts.idleMs);
  }

  /** The typed reason when this attempt was ended from our side; null = it was not. */
  reason(): ProviderTimeoutError | CancelledError | null {
    const own: unknown = this.signal.reason;
    if (own instanceof ProviderTimeoutError) return own;
    return this.signal.aborted ? new CancelledError(this.signal.reason) : null;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#stage);
    clearTimeout(this.#total);
    this.#abort[Symbol.dispose]();
  }

  #after(stage: TimeoutStage, limitMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#abort.abort(new ProviderTimeoutError(this.#facts, stage, limitMs)), limitMs);
  }
}
