import { startVendorServer, VENDOR_TEXT, type VendorMode, type VendorServer } from '@aether/test-support';
import type OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collect, startTestGateway, type TestGateway } from './llm-test-gateway.ts';

const messages = [{ role: 'user' as const, content: 'Hello' }];
let vendor: VendorServer;
let other: VendorServer;
let gateway: TestGateway;
let client: OpenAI;

beforeAll(async () => {
  [vendor, other] = await Promise.all([startVendorServer(), startVendorServer()]);
});
afterAll(() => Promise.all([vendor[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]));

// A fresh gateway for each test: breakers and retry budgets remember.
beforeEach(async () => {
  gateway = await startTestGateway({
    environment: {
      AETHER_MODEL_PROVIDERS: JSON.stringify([
        { slug: 'stub', baseUrl: vendor.baseUrl, apiKey: 'sk-stub' },
        { slug: 'other', baseUrl: other.baseUrl },
      ]),
    },
  });
  client = gateway.client();
  return () => gateway[Symbol.asyncDispose]();
});

const chatRequests = (server: VendorServer): number =>
  server.requests.filter(({ path }) => path === '/v1/chat/completions').length;

async function complete(modes: readonly VendorMode[], fallbacks?: string) {
  const before = chatRequests(vendor);
  vendor.answer(...modes);
  const headers = fallbacks === undefined ? {} : { 'x-aether-fallbacks': fallbacks };
  const { data, response } = await client.chat.completions
    .create({ model: 'stub/stub-1', messages }, { headers })
    .withResponse();
  return { data, headers: response.headers, attempts: chatRequests(vendor) - before };
}

describe('retries', () => {
  test('try again after faults of the vendor, and say how often', async () => {
    const { data, headers, attempts } = await complete(['overloaded', 'reset at once']);
    expect(data.choices[0]?.message.content).toBe(VENDOR_TEXT);
    expect(attempts).toBe(3);
    expect(headers.get('x-aether-attempts')).toBe('3');
  });

  test('wait as long as the vendor asks', async () => {
    const started = performance.now();
    await complete(['rate limit']);
    expect(performance.now() - started).toBeGreaterThanOrEqual(39);
  });

  test('do not wait for an hour: the client learns when to come back', async () => {
    const before = chatRequests(vendor);
    await expect(complete(['long rate limit'])).rejects.toMatchObject({ status: 429, code: 'PROVIDER_RATE_LIMITED' });
    expect(chatRequests(vendor) - before).toBe(1);
  });

  test.each(['bad key', 'bad request', 'no credit'] as const)(
    'never repeat what would fail alike: %s',
    async (mode) => {
      const before = chatRequests(vendor);
      await expect(complete([mode])).rejects.toMatchObject({ code: expect.stringMatching(/^PROVIDER_/) });
      expect(chatRequests(vendor) - before).toBe(1);
    },
  );

  test('are ours alone: the SDK of the client makes none on top', async () => {
    const before = chatRequests(vendor);
    await expect(complete(['overloaded', 'overloaded', 'overloaded'])).rejects.toMatchObject({
      status: 503,
      code: 'PROVIDER_UNAVAILABLE',
    });
    expect(chatRequests(vendor) - before).toBe(3);
  });

  test('stop asking a vendor that fails again and again', async () => {
    for (let call = 0; call < 2; call += 1)
      await expect(complete(['overloaded', 'overloaded', 'overloaded'])).rejects.toMatchObject({ status: 503 });
    const before = chatRequests(vendor);
    await expect(complete([])).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('left alone'),
    });
    expect(chatRequests(vendor)).toBe(before);
  });
});

describe('failover', () => {
  test('goes to the fallbacks that the caller names', async () => {
    const { headers } = await complete(['silent', 'overloaded', 'html'], 'gone/model, other/stub-1');
    expect(headers.get('x-aether-model')).toBe('other/stub-1');
    expect(headers.get('x-aether-attempts')).toBe('4');
  });

  test('does not happen when nobody named a fallback', async () => {
    const before = chatRequests(other);
    await expect(complete(['html', 'html', 'html'])).rejects.toMatchObject({ code: 'PROVIDER_NOT_JSON' });
    expect(chatRequests(other)).toBe(before);
  });
});

describe('a stream', () => {
  const stream = (fallbacks = '') =>
    client.chat.completions.create(
      { model: 'stub/stub-1', messages, stream: true, stream_options: { include_usage: true } },
      { headers: { 'x-aether-fallbacks': fallbacks } },
    );

  test('is tried again while nothing visible was sent', async () => {
    vendor.answer('stall before the first word', 'error at once');
    const chunks = await collect(await stream());
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(VENDOR_TEXT);
    expect(chunks.at(-1)).toMatchObject({
      usage: { prompt_tokens: 12 },
      aether: { costNanoUsd: null, unpriced: true, estimated: false },
    });
  });

  test('that breaks after its first word ends with the error, not with another model', async () => {
    const before = chatRequests(other);
    vendor.answer('reset');
    let text = '';
    const reading = (async () => {
      for await (const chunk of await stream('other/stub-1')) text += chunk.choices[0]?.delta.content ?? '';
    })();
    await expect(reading).rejects.toMatchObject({ code: 'STREAM_TRUNCATED' });
    expect(text).not.toBe('');
    expect(VENDOR_TEXT.startsWith(text)).toBe(true);
    expect(chatRequests(other)).toBe(before);
  });

  test('lets the vendor go when the client leaves', async () => {
    vendor.answer('stall');
    for await (const chunk of await stream()) if (chunk.choices[0]?.delta.content) break;
    await vendor.abandoned;
  });

  test('without a usage from the vendor carries an estimate that says so', async () => {
    vendor.answer('no usage');
    const chunks = await collect(await stream());
    expect(chunks.at(-1)).toMatchObject({ usage: { completion_tokens: 5 }, aether: { estimated: true } });
  });
});

describe('prices', () => {
  test('of a vendor that the table does not know are not known, not zero', async () => {
    const { headers } = await complete([]);
    expect(headers.get('x-aether-unpriced')).toBe('true');
    expect(headers.get('x-aether-cost')).toBeNull();
  });
});

test('a provider that has told its models is not asked for others', async () => {
  await expect
    .poll(async () => (await collect(await client.models.list())).map(({ id }) => id))
    .toContain('stub/stub-1');
  await expect(client.chat.completions.create({ model: 'stub/stub-2', messages })).rejects.toMatchObject({
    code: 'MODEL_NOT_FOUND',
    message: expect.stringContaining('stub/stub-1'),
  });
});

test('the key of a provider goes to that provider only', async () => {
  await complete([]);
  expect(vendor.requests.at(-1)?.headers['authorization']).toBe('Bearer sk-stub');
  await client.chat.completions.create({ model: 'other/stub-1', messages });
  expect(other.requests.at(-1)?.headers['authorization']).not.toContain('sk-');
});
