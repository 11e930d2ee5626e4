import { describe, expect, test } from 'vitest';
import { priceOfUsage, tablePrices } from '../src/prices/price-of-usage.ts';
import type { Target } from '../src/routing/target.ts';
import { PlatformError } from '@aether/common/service';

const now = new Date('2026-06-01T00:00:00.000Z');
const usage = {
  prompt_tokens: 1000,
  completion_tokens: 100,
  total_tokens: 1100,
  prompt_tokens_details: { cached_tokens: 200 },
};
const refuse = () => Promise.reject(new PlatformError('UNAVAILABLE', 'not called'));
const target = (changes: Partial<Target> = {}): Target => ({
  id: null,
  slug: 'openai/gpt-4o-mini',
  name: 'gpt-4o-mini',
  provider: { slug: 'openai', baseUrl: 'https://api.openai.com/v1', tenantId: null, ownKeyOf: null },
  ownConnection: null,
  adapter: {
    slug: 'openai',
    complete: refuse,
    stream: () => ReadableStream.from<never>([]),
    embed: refuse,
    listModels: refuse,
  },
  capabilities: ['CHAT'],
  contextWindow: null,
  maximumOutputTokens: null,
  prices: null,
  limits: null,
  builtIn: false,
  ...changes,
});

describe('the price of an answer', () => {
  test('comes from the table that ships, with its price for cached input', () => {
    // 800 × 0.15 + 200 × 0.075 + 100 × 0.60 USD per million.
    expect(priceOfUsage(target(), usage, now)).toEqual({ costNanoUsd: 195_000, unpriced: false });
  });

  test("follows an administrator's prices from their first day on", () => {
    const prices = {
      inputPerMillion: 1_000_000_000,
      outputPerMillion: 2_000_000_000,
      cachedInputPerMillion: null,
      validFrom: Date.parse('2026-05-01'),
    };
    expect(priceOfUsage(target({ prices }), usage, now)).toEqual({ costNanoUsd: 1_200_000, unpriced: false });
    expect(priceOfUsage(target({ prices: { ...prices, validFrom: Date.parse('2026-07-01') } }), usage, now)).toEqual({
      costNanoUsd: 195_000,
      unpriced: false,
    });
  });

  test('counts what was written to a prompt cache with its surcharge, from either price', () => {
    const claude = {
      name: 'claude-sonnet-4-5',
      provider: { slug: 'anthropic', baseUrl: 'https://api.anthropic.com/v1', tenantId: null, ownKeyOf: null },
    };
    const written = { ...usage, prompt_tokens_details: { cached_tokens: 200, cache_creation_tokens: 400 } };
    // 400 × 3 + 400 × 3.75 + 200 × 0.30 + 100 × 15 USD per million.
    const costNanoUsd = 4_260_000;
    expect(priceOfUsage(target(claude), written, now)).toEqual({ costNanoUsd, unpriced: false });
    const prices = {
      inputPerMillion: 3_000_000_000,
      outputPerMillion: 15_000_000_000,
      cachedInputPerMillion: 300_000_000,
      validFrom: null,
    };
    expect(priceOfUsage(target({ ...claude, prices }), written, now)).toEqual({ costNanoUsd, unpriced: false });
  });

  test('is what a vendor says that it charges, where the vendor says so', () => {
    const told = { ...usage, cost: 0.0123 };
    const { adapter } = target();
    expect(priceOfUsage(target({ adapter: { ...adapter, tellsCost: true } }), told, now)).toEqual({
      costNanoUsd: 12_300_000,
      unpriced: false,
    });
    expect(priceOfUsage(target(), told, now)).toEqual({ costNanoUsd: 195_000, unpriced: false });
  });

  test('is not known for the same model at a host that is not known', () => {
    const elsewhere = target({
      provider: { slug: 'own', baseUrl: 'http://localhost:11434/v1', tenantId: null, ownKeyOf: null },
    });
    expect(priceOfUsage(elsewhere, usage, now)).toEqual({ costNanoUsd: null, unpriced: true });
  });

  test('is not known when only the half of it is', () => {
    const prices = { inputPerMillion: 1000, outputPerMillion: null, cachedInputPerMillion: null, validFrom: null };
    expect(priceOfUsage(target({ prices }), usage, now)).toEqual({ costNanoUsd: null, unpriced: true });
  });

  test('of a built-in model is zero, and known', () => {
    expect(priceOfUsage(target({ builtIn: true }), usage, now)).toEqual({ costNanoUsd: 0, unpriced: false });
  });
});

test('the catalog learns the prices of the table per million tokens', () => {
  expect(tablePrices('https://api.openai.com/v1', 'gpt-4o-mini', now)).toEqual({
    inputPerMillion: 150_000_000,
    outputPerMillion: 600_000_000,
    cachedInputPerMillion: 75_000_000,
    validFrom: null,
  });
  expect(tablePrices('https://models.example/v1', 'gpt-4o-mini', now)).toBeNull();
});
