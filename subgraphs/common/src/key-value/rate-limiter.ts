import type { KeyValueStore } from './key-value-store.ts';

export interface RateLimit {
  /** Calls that may pass within a window. */
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateDecision {
  readonly allowed: boolean;
  /** Calls that would pass right now. */
  readonly remaining: number;
  /** Milliseconds until one more call would pass; 0 when one would pass now. Goes into `Retry-After`. */
  readonly resetMs: number;
}

/**
 * Sliding window over two counters: the running window counts fully, the one before by the share that still lies within
 * the last `windowMs` (the estimate that Cloudflare published in "How we built rate limiting"). Never lets more than
 * `limit` pass in a window that starts empty; a refused call costs nothing, so hammering does not prolong the wait.
 * Windows start with the wall clock: all processes that share the store share the limit.
 */
export class RateLimiter {
  readonly #store: KeyValueStore;
  readonly #now: () => Date;

  constructor(options: { readonly store: KeyValueStore; readonly now: () => Date }) {
    this.#store = options.store;
    this.#now = options.now;
  }

  /** @throws KeyValueUnavailableError when the store does not answer: the caller decides whether that lets pass */
  async consume(key: string, { limit, windowMs }: RateLimit): Promise<RateDecision> {
    const now = this.#now().getTime();
    const window = Math.floor(now / windowMs);
    const leftMs = (window + 1) * windowMs - now;
    const keyOf = (index: number): string => `rate:${key}:${windowMs}:${index}`;

    const previous = Number((await this.#store.get(keyOf(window - 1))) ?? '0');
    const current = await this.#store.increment(keyOf(window), { ttlMs: 2 * windowMs });
    // Everything times windowMs: whole numbers, or rounding would let a call pass a millisecond early or late.
    const allowed = previous * leftMs + current * windowMs <= limit * windowMs;
    if (!allowed) await this.#store.increment(keyOf(window), { ttlMs: 2 * windowMs, by: -1 });

    const counted = allowed ? current : current - 1;
    const remaining = Math.max(0, Math.floor(((limit - counted) * windowMs - previous * leftMs) / windowMs));
    return { allowed, remaining, resetMs: remaining > 0 ? 0 : waitMs({ limit, windowMs, previous, counted, leftMs }) };
  }
}

/** When the window before has faded enough; if the running one is full by itself, that is in the next window. */
function waitMs(state: RateLimit & { previous: number; counted: number; leftMs: number }): number {
  const { limit, windowMs, previous, counted, leftMs } = state;
  const room = limit - 1;
  if (counted <= room) return Math.max(1, leftMs - Math.floor(((room - counted) * windowMs) / previous));
  return leftMs + windowMs - Math.floor((room * windowMs) / counted);
}
