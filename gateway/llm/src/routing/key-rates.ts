import { type KeyValueStore, rateHeaders, RateLimiter } from '@aether/common/key-value';
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

  /** Tokens that came beside the prompt: they weigh on the next call. Waits for nothing. */
  add(viewer: Viewer | null, tokens: number): void {
    const key = viewer?.apiKey;
    const limit = key?.tokensPerMinute ?? null;
    if (viewer === null || key === undefined || limit === null || tokens <= 0) return;
    const window = { limit, windowMs: MINUTE_MS };
    this.#limiter.add(keyOf(viewer.tenantId, key.id), window, tokens).catch(() => undefined);
  }
}

function keyOf(tenantId: string, id: string): string {
  return `${tenantId}:llm-key-tokens:${id}`;
}
