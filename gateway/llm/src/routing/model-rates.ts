import { type KeyValueStore, RateLimiter, type SettledCost } from '@aether/common/key-value';
import { ModelRateLimitedError } from '../provider-errors.ts';
import type { Target } from './target.ts';

const MINUTE_MS = 60_000;

/** The limits that an administrator has set on a model, for a whole tenant and all gateways of one store. */
export class ModelRates {
  readonly #limiter: RateLimiter;

  constructor(store: KeyValueStore, now: () => Date) {
    this.#limiter = new RateLimiter({ store, now });
  }

  /**
   * Takes one request and the tokens of its prompt. A store that does not answer limits nothing: the vendor still does.
   * @throws ModelRateLimitedError before the vendor is asked
   */
  async take(tenantId: string | null, target: Target, tokens: number): Promise<void> {
    if (tenantId === null || target.limits === null) return;
    const { requestsPerMinute, tokensPerMinute } = target.limits;
    for (const [what, limit, amount] of [
      ['requests', requestsPerMinute, 1],
      ['tokens', tokensPerMinute, tokens],
    ] as const) {
      if (limit === null) continue;
      const key = `${tenantId}:llm-${what}:${target.slug}`;
      const decision = await this.#limiter.consume(key, { limit, windowMs: MINUTE_MS }, amount).catch(() => null);
      if (decision?.allowed === false)
        throw new ModelRateLimitedError(target.slug, `${limit} ${what} per minute`, decision.resetMs);
    }
  }

  /** Counts the tokens of prompt and answer in the place of what was taken. */
  async settle(tenantId: string | null, target: Target, cost: SettledCost): Promise<void> {
    const limit = target.limits?.tokensPerMinute ?? null;
    if (tenantId === null || limit === null) return;
    const key = `${tenantId}:llm-tokens:${target.slug}`;
    await this.#limiter.settle(key, { limit, windowMs: MINUTE_MS }, cost).catch(() => undefined);
  }
}
