import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@aether/common/service';
import { LRUCache } from 'lru-cache';
import { CancelledError, OwnKeyRefusedError, OwnKeyRequiredError } from '../errors.ts';
import type { ProviderCalls, StreamEnd } from '../health/provider-calls.ts';
import { ProviderAuthenticationError, ProviderError } from '../provider-errors.ts';
import { BudgetExhaustedError } from '../spending/errors.ts';
import { type BackoffLimits, backoffMs } from './backoff.ts';
import type { Breakers } from './breakers.ts';
import type { Concurrency } from './concurrency.ts';
import { RetryBudget } from './retry-budget.ts';
import { breakerKey, type Target } from './target.ts';
import { withOwnKey } from './with-own-key.ts';

export interface Routed<Result> {
  readonly result: Result;
  /** The one that answered. */
  readonly target: Target;
  /** All that were made, over all targets. */
  readonly attempts: number;
  /** Time inside adapters and in waiting for them; the rest is ours. */
  readonly providerMs: number;
  /** Time of the attempt that succeeded. */
  readonly lastAttemptMs: number;
}

export interface RouterParts {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly breakers: Breakers;
  readonly concurrency: Concurrency;
  readonly calls: ProviderCalls;
  readonly limits: BackoffLimits;
  readonly onFailedAttempt: (failure: {
    readonly target: Target;
    readonly attempt: number;
    readonly error: unknown;
  }) => void;
}

export interface RunOptions<Result> {
  /** Of the caller, who is told what calls to its providers came to; null = a service on its own behalf. */
  readonly tenantId: string | null;
  /** Targets for which the caller has no own key are passed over. */
  readonly ownKeyOnly: boolean;
  /** When a result that lasts longer than the call has ended; null = it has. */
  readonly ending?: (result: Result) => Promise<StreamEnd> | null;
  /** Told each failed attempt, after the breaker has seen it. */
  readonly failed?: (target: Target, error: unknown) => void;
}

/** The only layer that retries. First the same model again, then the fallbacks in their order. */
export class Router {
  readonly #parts: RouterParts;
  readonly #budgets = new LRUCache<string, RetryBudget>({ max: 2000 });

  constructor(parts: RouterParts) {
    this.#parts = parts;
  }

  /**
   * Makes attempts until one succeeds. `call` must fail before anything visible was sent: what it returns is final.
   * @throws the last failure when no target answers
   */
  async run<Result>(
    targets: readonly Target[],
    signal: AbortSignal,
    call: (target: Target) => Promise<Result>,
    { tenantId, ownKeyOnly, ending = () => null, failed = () => undefined }: RunOptions<Result>,
  ): Promise<Routed<Result>> {
    const { clock } = this.#parts;
    const started = clock.monotonicMs();
    let attempts = 0;
    let failure: unknown;
    for (const wanted of targets) {
      let target: Target;
      try {
        target = await withOwnKey(wanted, ownKeyOnly);
      } catch (error) {
        // Another model may be of a provider that takes no own keys. That a provider was asked, and failed, says more.
        if (failure === undefined || !(error instanceof OwnKeyRequiredError)) failure = error;
        this.#parts.onFailedAttempt({ target: wanted, attempt: attempts, error });
        continue;
      }
      const budget = this.#budgetOf(target);
      budget.earn();
      for (let attempt = 1; ; attempt += 1) {
        if (signal.aborted) throw new CancelledError(signal.reason);
        attempts += 1;
        const began = clock.monotonicMs();
        try {
          const facts = { provider: target.provider.slug, model: target.name };
          const key = breakerKey(target);
          const { breakers, concurrency } = this.#parts;
          const result = await concurrency.run(
            key,
            facts,
            signal,
            () => breakers.run(key, facts, () => this.#measured(tenantId, target, call, ending)),
            ending,
          );
          const ended = clock.monotonicMs();
          return { result, target, attempts, providerMs: ended - started, lastAttemptMs: ended - began };
        } catch (caught) {
          const error = asOwnKeyFault(caught, target);
          failure = error;
          this.#parts.onFailedAttempt({ target, attempt: attempts, error });
          failed(target, error);
          // A budget that has too little left for this model may have enough for the next one.
          if (error instanceof BudgetExhaustedError && error.mayDegrade) break;
          if (!(error instanceof ProviderError) || !error.retryable) throw error;
          const wait = this.#waitBeforeRetry(attempt, error, budget);
          if (wait === null) break;
          await this.#wait(wait, signal);
        }
      }
    }
    throw failure;
  }

  /** Inside of the breaker: what it refuses has asked no provider. */
  async #measured<Result>(
    tenantId: string | null,
    target: Target,
    call: (target: Target) => Promise<Result>,
    ending: (result: Result) => Promise<StreamEnd> | null,
  ): Promise<Result> {
    const attempt = this.#parts.calls.begin(tenantId, target);
    try {
      const result = await call(target);
      const ended = ending(result);
      if (ended === null) attempt.answered(true);
      else {
        attempt.firstToken();
        void ended.then(({ isWhole, error }) => (error === null ? attempt.answered(isWhole) : attempt.failed(error)));
      }
      return result;
    } catch (error) {
      attempt.failed(error);
      throw error;
    }
  }

  /** Null = no further attempt at this target. */
  #waitBeforeRetry(attempt: number, error: ProviderError, budget: RetryBudget): number | null {
    const { limits, chance } = this.#parts;
    if (attempt >= limits.attempts || !error.sameModelAgain) return null;
    const wait = backoffMs(attempt, error.retryAfterMs, chance(), limits);
    return wait !== null && budget.spend() ? wait : null;
  }

  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      await delay(milliseconds, undefined, { signal });
    } catch (error) {
      throw new CancelledError(error);
    }
  }

  #budgetOf(target: Target): RetryBudget {
    const key = breakerKey(target);
    const known = this.#budgets.get(key);
    if (known !== undefined) return known;
    const budget = new RetryBudget();
    this.#budgets.set(key, budget);
    return budget;
  }
}

/** Whose key it was that the vendor refused. */
function asOwnKeyFault(error: unknown, { provider }: Target): unknown {
  if (provider.ownKeyOf === null || !(error instanceof ProviderAuthenticationError)) return error;
  return new OwnKeyRefusedError(provider.slug, provider.ownKeyOf, 'was refused by it', error);
}
