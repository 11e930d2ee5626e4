import type { KeyValueStore } from './key-value-store.ts';

export interface RateLimit {
  /** Calls that may pass within a window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** What a call was thought to cost, and what it has cost. */
export interface SettledCost {
  /** The cost that was given to `consume`. */
  readonly taken: number;
  readonly used: number;
  /** Milliseconds since then. */
  readonly agoMs: number;
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

  /**
   * @param cost what this call takes of the limit, such as its tokens
   * @throws KeyValueUnavailableError when the store does not answer: the caller decides whether that lets pass
   */
  async consume(key: string, { limit, windowMs }: RateLimit, cost = 1): Promise<RateDecision> {
    // More than the limit at once would never pass: it takes a whole window.
    const by = Math.min(cost, limit);
    const now = this.#now().getTime();
    const window = Math.floor(now / windowMs);
    const leftMs = (window + 1) * windowMs - now;
    const keyOf = (index: number): string => `rate:${key}:${windowMs}:${index}`;

    const previous = Math.max(0, Number((await this.#store.get(keyOf(window - 1))) ?? '0'));
    const count = await this.#store.increment(keyOf(window), { ttlMs: 2 * windowMs, by });
    // What was given back without having been taken, because the store did not answer then, is no credit.
    const current =
      count >= by ? count : await this.#store.increment(keyOf(window), { ttlMs: 2 * windowMs, by: by - count });
    // Everything times windowMs: whole numbers, or rounding would let a call pass a millisecond early or late.
    const allowed = previous * leftMs + current * windowMs <= limit * windowMs;
    if (!allowed) await this.#store.increment(keyOf(window), { ttlMs: 2 * windowMs, by: -by });

    const counted = allowed ? current : current - by;
    const remaining = Math.max(0, Math.floor(((limit - counted) * windowMs - previous * leftMs) / windowMs));
    const room = allowed ? limit - 1 : limit - by;
    const resetMs = remaining >= limit - room ? 0 : waitMs({ room, windowMs, previous, counted, leftMs });
    return { allowed, remaining, resetMs };
  }

  /**
   * Puts what a call came to in the place of what it took, without asking. More weighs on the calls that follow; less goes back to
   * the window that it was taken from.
   */
  async settle(key: string, { limit, windowMs }: RateLimit, { taken, used, agoMs }: SettledCost): Promise<void> {
    const difference = used - Math.min(taken, limit);
    if (difference === 0) return;
    const at = this.#now().getTime() - (difference < 0 ? agoMs : 0);
    const window = Math.floor(at / windowMs);
    await this.#store.increment(`rate:${key}:${windowMs}:${window}`, { ttlMs: 2 * windowMs, by: difference });
  }
}

/** When the window before has faded enough; if the running one is full by itself, that is in the next window. */
function waitMs(state: { room: number; windowMs: number; previous: number; counted: number; leftMs: number }): number {
  const { room, windowMs, previous, counted, leftMs } = state;
  if (counted <= room) return Math.max(1, leftMs - Math.floor(((room - counted) * windowMs) / previous));
  return leftMs + windowMs - Math.floor((room * windowMs) / counted);
}
