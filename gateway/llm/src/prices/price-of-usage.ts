import { calcPrice } from '@pydantic/genai-prices';
import { LRUCache } from 'lru-cache';
import type { Target } from '../routing/target.ts';
import type { Usage } from '../wire/chat-completion.ts';
import type { ModelPrices } from './model-prices.ts';
import { wholeCost } from './whole-cost.ts';

export interface Price {
  /** Null = not known, never 0 for unknown. */
  readonly costNanoUsd: number | null;
  readonly unpriced: boolean;
}

const UNPRICED: Price = { costNanoUsd: null, unpriced: true };
const TOKENS_PER_PRICE = 1_000_000;
const NANO = 1_000_000_000;

/** Anthropic's surcharge for what is written to its cache for five minutes; no other vendor counts it apart. */
export const CACHE_WRITE = 1.25;

/** What a vendor says that it charges counts; else usage × price: the built-in models are free, an administrator's prices win, then the price table that ships. */
export function priceOfUsage(target: Target, usage: Usage, now: Date): Price {
  if (target.builtIn) return priced(0);
  const told = target.adapter.tellsCost === true ? usage['cost'] : null;
  if (typeof told === 'number' && told >= 0) return priced(told * NANO);
  const own = target.prices;
  if (own !== null && (own.validFrom === null || own.validFrom <= now.getTime())) return ownPrice(own, usage);
  return tablePrice(target, usage, now);
}

function ownPrice(prices: ModelPrices, usage: Usage): Price {
  if (prices.outputPerMillion === null && usage.completion_tokens > 0) return UNPRICED;
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  const written = writtenTokens(usage);
  const input =
    (usage.prompt_tokens - cached - written) * prices.inputPerMillion +
    written * prices.inputPerMillion * CACHE_WRITE +
    cached * (prices.cachedInputPerMillion ?? prices.inputPerMillion);
  return priced((input + usage.completion_tokens * (prices.outputPerMillion ?? 0)) / TOKENS_PER_PRICE);
}

/** Looks up by base URL: one model name has other prices at other vendors. A host that is not known is unpriced. */
function tablePrice(target: Target, usage: Usage, now: Date): Price {
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  const tokens = {
    input_tokens: usage.prompt_tokens,
    output_tokens: usage.completion_tokens,
    ...(cached === 0 ? {} : { cache_read_tokens: cached }),
    ...(writtenTokens(usage) === 0 ? {} : { cache_write_tokens: writtenTokens(usage) }),
  };
  const nanoUsd = lookUp(target.provider.baseUrl, target.name, tokens, now);
  return nanoUsd === null ? UNPRICED : priced(nanoUsd);
}

/** What was looked up, since the table is searched in full for each name: by address, model and day. */
const lookedUp = new LRUCache<string, { readonly prices: ModelPrices | null }>({ max: 2000 });

/** The table's prices of a model, for the catalog and for expected costs; null = it is not in the table. */
export function tablePrices(baseUrl: string | null, model: string, now: Date): ModelPrices | null {
  const key = `${now.toISOString().slice(0, 10)}|${baseUrl ?? ''}|${model}`;
  const known = lookedUp.get(key);
  if (known !== undefined) return known.prices;
  const prices = searchTable(baseUrl, model, now);
  lookedUp.set(key, { prices });
  return prices;
}

function searchTable(baseUrl: string | null, model: string, now: Date): ModelPrices | null {
  const of = (tokens: Readonly<Record<string, number>>): number | null => {
    const nanoUsd = lookUp(baseUrl, model, tokens, now);
    // Asked for one thousand, so that no price of long contexts applies.
    return nanoUsd === null ? null : Math.round(nanoUsd * 1000);
  };
  const inputPerMillion = of({ input_tokens: 1000 });
  if (inputPerMillion === null) return null;
  return {
    inputPerMillion,
    outputPerMillion: of({ output_tokens: 1000 }),
    cachedInputPerMillion: of({ input_tokens: 1000, cache_read_tokens: 1000 }),
    validFrom: null,
  };
}

function lookUp(
  baseUrl: string | null,
  model: string,
  tokens: Readonly<Record<string, number>>,
  now: Date,
): number | null {
  if (baseUrl === null) return null;
  try {
    const found = calcPrice(tokens, model, { providerApiUrl: baseUrl, timestamp: now });
    // The table has rows with price 0 that are gaps, not gifts (reliability.md §4.3).
    return found === null || found.total_price === 0 ? null : found.total_price * NANO;
  } catch {
    return null;
  }
}

function writtenTokens(usage: Usage): number {
  const written = usage.prompt_tokens_details?.['cache_creation_tokens'];
  return typeof written === 'number' ? written : 0;
}

function priced(nanoUsd: number): Price {
  const costNanoUsd = wholeCost(nanoUsd);
  return costNanoUsd === null ? UNPRICED : { costNanoUsd, unpriced: false };
}
