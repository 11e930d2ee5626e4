import { type KeyValueStore, rateHeaders, RateLimiter, type SettledCost } from '@aether/common/key-value';
import type { Viewer } from '@aether/common/security';
import { KeyRateLimitedError } from '../errors.ts';

const MINUTE_MS = 60_000;

/** The tokens of an API key, for all gateways of one store. Keys without a limit ask no store. */
export class KeyRates {
  readonly #limiter: RateLimiter;

  constructor(store: KeyValueStore, now: () => Date) {
    this.#limiter = new RateLimiter({ store, now });
  }

  /**
   * Takes the tokens of a prompt. A store that does not answer limits nothing: budgets still do.
   * @param tokens counted only where there is a limit
   * @returns headers that say what is left; null = no limit
   * @throws KeyRateLimitedError before a model is asked
   */
  async take(viewer: Viewer | null, tokens: () => number): Promise<Record<string, string> | null> {
    const key = viewer?.apiKey;
    const limit = key?.tokensPerMinute ?? null;
    if (viewer === null || key === undefined || limit === null) return null;
    const window = { limit, windowMs: MINUTE_MS };
    const decision = await this.#limiter.consume(keyOf(viewer.tenantId, key.id), window, tokens()).catch(() => null);
    if (decision === null) return null;
    const rate = { ...decision, limit };
    if (!decision.allowed) throw new KeyRateLimitedError(rate);
    return rateHeaders('tokens', rate);
  }

  /**
   * Counts the tokens of prompt and answer in the place of the estimate that was taken. Waits for nothing.
   * @param estimate of the prompt, as it was given to `take`
   */
  settle(viewer: Viewer | null, estimate: () => number, { used, agoMs }: Omit<SettledCost, 'taken'>): void {
    const key = viewer?.apiKey;
    const limit = key?.tokensPerMinute ?? null;
    if (viewer === null || key === undefined || limit === null) return;
    const window = { limit, windowMs: MINUTE_MS };
    const cost = { taken: estimate(), used, agoMs };
    this.#limiter.settle(keyOf(viewer.tenantId, key.id), window, cost).catch(() => undefined);
  }
}

function keyOf(tenantId: string, id: string): string {
  return `${tenantId}:llm-key-tokens:${id}`;
}
