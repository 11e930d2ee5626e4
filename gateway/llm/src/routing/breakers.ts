import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { ProviderError, ProviderUnavailableError } from '../provider-errors.ts';

export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Until one call may try again. */
  readonly halfOpenAfterMs: number;
}

/** A fault of the vendor, not of the request: the only kind that opens a breaker. */
function isOutage(error: unknown): boolean {
  return error instanceof ProviderError && error.retryable && error.code !== 'PROVIDER_RATE_LIMITED';
}

/** One circuit breaker per provider, model and tenant, so that one tenant's bad key never shuts another out. */
export class Breakers {
  readonly #limits: BreakerLimits;
  readonly #monotonicMs: () => number;
  readonly #policies = new LRUCache<string, CircuitBreakerPolicy>({ max: 2000 });
  readonly #openedAt = new LRUCache<string, number>({ max: 2000 });

  constructor(limits: BreakerLimits, monotonicMs: () => number) {
    this.#limits = limits;
    this.#monotonicMs = monotonicMs;
  }

  /** @throws ProviderUnavailableError without asking the vendor while the breaker is open */
  async run<Result>(
    key: string,
    facts: { readonly provider: string; readonly model: string },
    call: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.#policy(key).execute(call);
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        throw new ProviderUnavailableError(
          facts,
          `it failed ${this.#limits.failures} times in a row and is left alone for a moment`,
        );
      throw error;
    }
  }

  /** Whether a call would be refused right now. Once it is time to try again, it is not: only a call can close a breaker. */
  isOpen(key: string): boolean {
    if (this.#policies.get(key)?.state !== CircuitState.Open) return false;
    return this.#remainingMs(key) > 0;
  }

  /** The open ones, and for how long each is still left alone. */
  open(): readonly { readonly key: string; readonly remainingMs: number }[] {
    return [...this.#openedAt.keys()]
      .filter((key) => this.isOpen(key))
      .map((key) => ({ key, remainingMs: this.#remainingMs(key) }));
  }

  #remainingMs(key: string): number {
    return (this.#openedAt.get(key) ?? -Infinity) + this.#limits.halfOpenAfterMs - this.#monotonicMs();
  }

  #policy(key: string): CircuitBreakerPolicy {
    const known = this.#policies.get(key);
    if (known !== undefined) return known;
    const policy = circuitBreaker(handleWhen(isOutage), {
      breaker: new ConsecutiveBreaker(this.#limits.failures),
      halfOpenAfter: this.#limits.halfOpenAfterMs,
    });
    policy.onBreak(() => this.#openedAt.set(key, this.#monotonicMs()));
    policy.onReset(() => this.#openedAt.delete(key));
    this.#policies.set(key, policy);
    return policy;
  }
}
