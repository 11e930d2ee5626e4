import { LRUCache } from 'lru-cache';
import { CancelledError } from '../errors.ts';
import { ProviderBusyError, type ProviderFacts } from '../provider-errors.ts';

export interface ConcurrencyLimits {
  /** Calls at once to one model with one key. */
  readonly maximum: number;
  /** Calls that may wait for a place. */
  readonly waiting: number;
  readonly waitMs: number;
}

/**
 * A bulkhead for each provider, model and tenant: one slow vendor holds no more than its own places. Their number follows what
 * the vendor takes: half after a 429, one more after each round of successes (AIMD; Chiu and Jain 1989).
 */
export class Concurrency {
  readonly #limits: ConcurrencyLimits;
  readonly #gates = new LRUCache<string, Gate>({ max: 5000 });

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits;
  }

  /**
   * @param ending of a result that goes on after it was returned, as a stream does: its place is free then
   * @throws ProviderBusyError when no place became free in time
   */
  async run<Result>(
    key: string,
    facts: ProviderFacts,
    signal: AbortSignal,
    call: () => Promise<Result>,
    ending: (result: Result) => Promise<unknown> | null,
  ): Promise<Result> {
    const gate = this.#gateOf(key);
    await gate.enter(facts, signal);
    let result: Result;
    try {
      result = await call();
    } catch (error) {
      gate.leave(error);
      throw error;
    }
    const ended = ending(result);
    if (ended === null) gate.leave(null);
    else void ended.then(() => gate.leave(null));
    return result;
  }

  /** Calls that may run at once now. */
  limitOf(key: string): number {
    return Math.floor(this.#gateOf(key).limit);
  }

  #gateOf(key: string): Gate {
    const known = this.#gates.get(key);
    if (known !== undefined) return known;
    const gate = new Gate(this.#limits);
    this.#gates.set(key, gate);
    return gate;
  }
}

class Gate {
  readonly #limits: ConcurrencyLimits;
  readonly #waiting = new Set<() => void>();
  #running = 0;
  limit: number;

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits;
    this.limit = limits.maximum;
  }

  async enter(facts: ProviderFacts, signal: AbortSignal): Promise<void> {
    if (this.#running < Math.floor(this.limit)) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.size >= this.#limits.waiting) throw new ProviderBusyError(facts, Math.floor(this.limit));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Whoever leaves takes the place for the one who waits longest.
    const taken = (): void => resolve();
    this.#waiting.add(taken);
    const timer = setTimeout(() => reject(new ProviderBusyError(facts, Math.floor(this.limit))), this.#limits.waitMs);
    const left = (): void => reject(new CancelledError(signal.reason));
    signal.addEventListener('abort', left, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', left);
      this.#waiting.delete(taken);
    }
  }

  leave(error: unknown): void {
    this.#running -= 1;
    const limited = error instanceof Error && 'code' in error && error.code === 'PROVIDER_RATE_LIMITED';
    if (limited) this.limit = Math.max(1, this.limit / 2);
    else if (error === null) this.limit = Math.min(this.#limits.maximum, this.limit + 1 / this.limit);
    while (this.#running < Math.floor(this.limit)) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      this.#waiting.delete(next);
      this.#running += 1;
      next();
    }
  }
}
