import { startVendorServer, VENDOR_TEXT, type VendorMode, type VendorServer } from '@aether/test-support';
import { SafeFetch } from '@aether/common/security';
import { systemClock } from '@aether/common/service';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OpenAiCompatibleAdapter } from '../src/providers/openai-compatible.ts';
import { quirksOf } from '../src/providers/provider-quirks.ts';
import type { ProviderTimeouts } from '../src/providers/watchdog.ts';

const PATIENT: ProviderTimeouts = { firstByteMs: 5000, idleMs: 5000, totalMs: 15_000 };
const HASTY: ProviderTimeouts = { firstByteMs: 1000, idleMs: 500, totalMs: 15_000 };
const request = { model: 'stub-1', messages: [{ role: 'user' as const, content: 'Hello' }] };
let vendor: VendorServer;
let network: SafeFetch;

beforeAll(async () => {
  vendor = await startVendorServer();
  network = new SafeFetch({ allowedOrigins: [vendor.baseUrl] });
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

function adapter(timeouts = PATIENT): OpenAiCompatibleAdapter {
  return new OpenAiCompatibleAdapter({
    slug: 'stub',
    baseUrl: vendor.baseUrl,
    apiKey: async () => 'sk-test',
    quirks: quirksOf(null),
    send: network.send,
    timeouts,
    limits: { eventBytes: 1024 * 1024, totalBytes: 8 * 1024 * 1024 },
    clock: systemClock,
  });
}

async function read(
  mode: VendorMode,
  options: { readonly timeouts?: ProviderTimeouts } = {},
): Promise<{ text: string; error: unknown; usage: unknown }> {
  vendor.answer(mode);
  let text = '';
  let usage: unknown = null;
  try {
    for await (const chunk of adapter(options.timeouts ?? (/^sil|^stall/.test(mode) ? HASTY : PATIENT)).stream(
      request,
      new AbortController().signal,
    )) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    return { text, error: null, usage };
  } catch (error) {
    return { text, error, usage };
  }
}

describe('a streamed answer of a vendor', () => {
  test.each(['ok', 'no done', 'no usage', 'carriage returns', 'stall after finish'] as const)(
    'is whole: %s',
    async (mode) => {
      expect(await read(mode)).toMatchObject({ text: VENDOR_TEXT, error: null });
    },
  );

  test('carries the usage that was asked for', async () => {
    expect(await read('ok')).toMatchObject({ usage: { prompt_tokens: 12, completion_tokens: 5 } });
    expect(vendor.requests.at(-1)?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  test.each([
    ['silent', 'PROVIDER_FIRST_BYTE_TIMEOUT', true],
    ['silent stream', 'PROVIDER_FIRST_BYTE_TIMEOUT', true],
    ['stall', 'PROVIDER_IDLE_TIMEOUT', true],
    ['no finish reason', 'STREAM_TRUNCATED', true],
    ['half a stream', 'STREAM_TRUNCATED', true],
    ['html', 'PROVIDER_NOT_JSON', true],
    ['empty body', 'PROVIDER_NOT_JSON', true],
    ['empty stream', 'PROVIDER_EMPTY', true],
    ['error at once', 'PROVIDER_STREAM_ERROR', true],
    ['error in the stream', 'PROVIDER_STREAM_ERROR', true],
    ['error event', 'PROVIDER_STREAM_ERROR', true],
    ['rate limit in the stream', 'PROVIDER_RATE_LIMITED', true],
    ['malformed json', 'PROVIDER_INVALID', true],
    ['invalid utf-8', 'PROVIDER_INVALID', true],
    ['big event', 'PROVIDER_INVALID', true],
    ['reset', 'STREAM_TRUNCATED', true],
    ['reset at once', 'PROVIDER_UNAVAILABLE', true],
    ['rate limit', 'PROVIDER_RATE_LIMITED', true],
    ['overloaded', 'PROVIDER_UNAVAILABLE', true],
    ['no credit', 'PROVIDER_REFUSED', false],
    ['bad key', 'PROVIDER_UNAUTHORIZED', false],
    ['bad request', 'PROVIDER_REFUSED', false],
    ['unknown model', 'MODEL_NOT_FOUND', false],
    ['too long', 'PROMPT_TOO_LARGE', false],
    ['another model', 'MODEL_SUBSTITUTED', true],
  ] as const)('fails with its own code: %s → %s', async (mode, code, retryable) => {
    expect((await read(mode)).error).toMatchObject({ code, retryable });
  });

  test('has a limit for the whole answer, however busy the stream is', async () => {
    expect((await read('stall', { timeouts: { firstByteMs: 5000, idleMs: 5000, totalMs: 200 } })).error).toMatchObject({
      code: 'PROVIDER_TOTAL_TIMEOUT',
    });
  });

  test('ends with CANCELLED when the caller aborts, and lets the vendor go', async () => {
    const controller = new AbortController();
    vendor.answer('stall');
    const reading = (async () => {
      for await (const chunk of adapter().stream(request, controller.signal))
        if (chunk.choices[0]?.delta.content) controller.abort();
    })();
    const error: unknown = await reading.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CANCELLED' });
    await vendor.abandoned;
  });

  test('does not show what the vendor says about our key', async () => {
    const { error } = await read('bad key');
    expect(String(error)).not.toContain('sk-');
  });
});

describe('an answer in one piece', () => {
  const complete = (mode: VendorMode) => {
    vendor.answer(mode);
    return adapter(mode === 'silent' ? HASTY : PATIENT).complete(request, new AbortController().signal);
  };

  test('is read', async () => {
    expect(await complete('ok')).toMatchObject({
      choices: [{ message: { content: VENDOR_TEXT }, finish_reason: 'stop' }],
    });
  });

  test.each([
    ['html', 'PROVIDER_NOT_JSON'],
    ['empty body', 'PROVIDER_EMPTY'],
    ['malformed answer', 'PROVIDER_INVALID'],
    ['wrong shape', 'PROVIDER_INVALID'],
    ['silent', 'PROVIDER_FIRST_BYTE_TIMEOUT'],
    ['too long', 'PROMPT_TOO_LARGE'],
    ['another model', 'MODEL_SUBSTITUTED'],
    ['reset at once', 'PROVIDER_UNAVAILABLE'],
  ] as const)('fails with its own code: %s → %s', async (mode, code) => {
    await expect(complete(mode)).rejects.toMatchObject({ code });
  });
});

test('vectors come in the order of the texts, whatever the vendor does', async () => {
  const { vectors } = await adapter().embed(
    { model: 'stub-embed', inputs: ['a', 'b', 'c'], dimensions: null },
    new AbortController().signal,
  );
  expect(vectors.map((vector) => vector[0])).toEqual([0, 1, 2]);
});
