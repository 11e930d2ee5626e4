import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SafeFetch } from '@aether/common/security';
import { systemClock } from '@aether/common/service';
import { expect, test } from 'vitest';
import { OpenAiCompatibleAdapter } from '../src/providers/openai-compatible.ts';
import { quirksOf } from '../src/providers/provider-quirks.ts';
import { startTestGateway } from './llm-test-gateway.ts';

const LIMITS = { eventBytes: 1_000, totalBytes: 2_000 };
const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Hello' }] };

interface Vendor extends AsyncDisposable {
  readonly baseUrl: string;
}

/** Lists one model, and answers everything else as it is told. */
async function vendorThat(answers: RequestListener): Promise<Vendor> {
  const server = createServer((asked, response) => {
    if (asked.url !== '/v1/models') return answers(asked, response);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id":"m"}]}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const adapterOf = (
  { baseUrl }: Vendor,
  { send }: SafeFetch,
  {
    apiKey = 'sk-test',
    modelHeader = null,
    totalMs = 15_000,
  }: { readonly apiKey?: string; readonly modelHeader?: string | null; readonly totalMs?: number } = {},
) =>
  new OpenAiCompatibleAdapter({
    slug: 'stub',
    baseUrl,
    apiKey: async () => apiKey,
    quirks: { ...quirksOf(null), modelHeader },
    send,
    timeouts: { firstByteMs: 5_000, idleMs: 5_000, totalMs },
    limits: LIMITS,
    clock: systemClock,
  });

test.each([
  ['announced, over the limit of the network', true, 1_000],
  ['announced, over the limit of the adapter', true, 10_000],
  ['in pieces, over the limit of the network', false, 1_000],
  ['in pieces, over the limit of the adapter', false, 10_000],
])('an answer that is too large breaks the protocol: %s', async (_, isAnnounced, maximumBytes) => {
  await using vendor = await vendorThat((asked, response) => {
    const length = isAnnounced ? { 'content-length': 5_002 } : {};
    response.writeHead(200, { 'content-type': 'application/json', ...length });
    response.write('"');
    response.end(`${'x'.repeat(5_000)}"`);
  });
  await using network = new SafeFetch({ allowedOrigins: [vendor.baseUrl], maximumBytes });
  await expect(adapterOf(vendor, network).complete(request, new AbortController().signal)).rejects.toMatchObject({
    code: 'PROVIDER_INVALID',
    isUnpaid: false,
  });
});

test('a refusal means what its status says however long it is', async () => {
  await using vendor = await vendorThat((_, response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-length': 3_000_000 }).end(Buffer.alloc(3_000_000, 'x'));
  });
  await using network = new SafeFetch({ allowedOrigins: [vendor.baseUrl], maximumBytes: 2_000_000 });
  await expect(adapterOf(vendor, network).complete(request, new AbortController().signal)).rejects.toMatchObject({
    code: 'PROVIDER_RATE_LIMITED',
    retryAfterMs: 7_000,
    isUnpaid: true,
  });
});

test('the code of a long refusal is read, also when answers may be short only', async () => {
  await using vendor = await vendorThat((_, response) => {
    const error = { message: 'x'.repeat(100_000), code: 'insufficient_quota' };
    response.writeHead(429, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  });
  const providers = [{ slug: 'stub', baseUrl: vendor.baseUrl, apiKey: 'sk-test' }];
  await using gateway = await startTestGateway({
    environment: { AETHER_MODEL_PROVIDERS: JSON.stringify(providers) },
    config: { answerLimits: LIMITS },
  });
  const answer = await fetch(`${gateway.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...gateway.headers(), 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, model: 'stub/m' }),
  });
  expect(await answer.json()).toMatchObject({ error: { code: 'PROVIDER_REFUSED' } });
});

test('a key that cannot be sent is a final error', async () => {
  await using vendor = await vendorThat((_, response) => response.end());
  await using network = new SafeFetch({ allowedOrigins: [vendor.baseUrl] });
  const adapter = adapterOf(vendor, network, { apiKey: 'sk-\ntest' });
  await expect(adapter.complete(request, new AbortController().signal)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    retryable: false,
  });
});

test('a vendor whose headers name another model is let go', async () => {
  const closed = Promise.withResolvers<void>();
  await using vendor = await vendorThat((asked, response) => {
    asked.socket.once('close', () => closed.resolve());
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-model': 'other' }).write(': hello\n\n');
  });
  await using network = new SafeFetch({ allowedOrigins: [vendor.baseUrl] });
  const chunks = adapterOf(vendor, network, { modelHeader: 'x-model' }).stream(request, new AbortController().signal);
  await expect(chunks.next()).rejects.toMatchObject({ code: 'MODEL_SUBSTITUTED' });
  await closed.promise;
});

/** Answers with a head at once, and with a body that never ends. */
async function tricklingVendor(): Promise<Vendor & { readonly left: Promise<unknown> }> {
  const left = Promise.withResolvers<null>();
  const vendor = await vendorThat((_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => {
      clearInterval(timer);
      left.resolve(null);
    });
  });
  return { ...vendor, [Symbol.asyncDispose]: () => vendor[Symbol.asyncDispose](), left: left.promise };
}

const ways: [string, (adapter: OpenAiCompatibleAdapter, signal: AbortSignal) => Promise<unknown>][] = [
  ['a chat', (adapter, signal) => adapter.complete(request, signal)],
  ['embeddings', (adapter, signal) => adapter.embed({ model: 'm', inputs: ['a'], dimensions: null }, signal)],
  ['an image', (adapter, signal) => adapter.media({ capability: 'IMAGES', model: 'm', body: {} }, signal)],
];

test.each(ways)('the limit of the whole answer holds in the middle of %s', async (_, ask) => {
  await using vendor = await tricklingVendor();
  await using fetches = new SafeFetch({ allowedOrigins: [new URL(vendor.baseUrl).origin] });
  const answer = ask(adapterOf(vendor, fetches, { totalMs: 200 }), new AbortController().signal);
  await expect(answer).rejects.toMatchObject({ code: 'PROVIDER_TOTAL_TIMEOUT' });
  await vendor.left;
});

test.each(ways)('a caller who leaves in the middle of %s ends it at the vendor', async (_, ask) => {
  await using vendor = await tricklingVendor();
  await using fetches = new SafeFetch({ allowedOrigins: [new URL(vendor.baseUrl).origin] });
  const caller = new AbortController();
  const answer = ask(adapterOf(vendor, fetches), caller.signal);
  setTimeout(() => caller.abort(), 100);
  await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
  await vendor.left;
});
