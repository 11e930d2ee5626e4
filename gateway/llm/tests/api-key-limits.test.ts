import type { Viewer } from '@aether/common/security';
import { startVendorServer, testViewer, type VendorServer } from '@aether/test-support';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestGateway, type TestGateway } from './llm-test-gateway.ts';

const messages = [{ role: 'user' as const, content: 'Hello' }];
const agents = ['agent:desk', 'agent:legal'].map((id) => ({ id, object: 'model' }));
let vendor: VendorServer;
let gateway: TestGateway;

beforeAll(async () => {
  vendor = await startVendorServer();
  gateway = await startTestGateway({
    environment: { AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'stub', baseUrl: vendor.baseUrl }]) },
    agentFetch: async () => Response.json({ object: 'list', data: agents }),
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

/** A person who sends an API key of these limits. */
function withKey(
  id: string,
  limits: { readonly models?: readonly string[]; readonly tokensPerMinute?: number },
): Viewer {
  return testViewer({
    apiKey: { id, models: limits.models ?? [], tools: [], tokensPerMinute: limits.tokensPerMinute ?? null },
  });
}

const post = (viewer: Viewer, path: string, body: object, headers: object = {}): Promise<Response> =>
  fetch(`${gateway.origin}/v1/${path}`, {
    method: 'POST',
    headers: { ...gateway.headers(viewer), ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('a key lists the models and agents that it may use, and no others', async () => {
  const list = async (models: readonly string[]) =>
    (await gateway.client(withKey('key_list', { models })).models.list()).data.map(({ id }) => id);
  await vi.waitFor(
    async () => expect(await list(['stub/*-embed', 'agent:desk'])).toEqual(['stub/stub-embed', 'agent:desk']),
    { timeout: 20_000 },
  );
  expect(await list(['nothing/*'])).toEqual([]);
  expect((await list([])).length).toBeGreaterThan(4);
});

test.each([
  ['chat/completions', { model: 'stub/stub-1', messages }],
  ['chat/completions', { model: 'stub-1', messages, stream: true }],
  ['responses', { model: 'stub/stub-1', input: 'Hello' }],
  ['embeddings', { model: 'stub/stub-1', input: 'Hello' }],
  ['images/generations', { model: 'stub/stub-1', prompt: 'A cat' }],
  ['audio/speech', { model: 'stub/stub-1', input: 'Hello', voice: 'alloy' }],
  ['chat/completions', { model: 'agent:legal', messages }],
  ['routing/decision', { model: 'stub/stub-1', messages }],
])('to %s a key of other models is refused: %j', async (path, body) => {
  const answer = await post(withKey('key_other', { models: ['builtin/*', 'agent:desk'] }), path, body);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({
    error: { code: 'MODEL_NOT_ALLOWED', type: 'permission_error', param: 'model', retryable: false },
  });
});

test('a model that is not allowed is no candidate and no fallback either', async () => {
  const viewer = withKey('key_fallback', { models: ['builtin/*'] });
  const headers = { 'x-aether-fallbacks': 'stub/stub-1' };
  const answer = await post(viewer, 'routing/decision', { model: 'builtin/extract', messages }, headers);
  expect(await answer.json()).toMatchObject({ order: ['builtin/extract'] });
});

test('a misspelled name is not answered with the names of other models', async () => {
  const answer = await post(withKey('key_name', { models: ['stub/stub-embed'] }), 'chat/completions', {
    model: 'stub/stub-11',
    messages,
  });
  expect(answer.status).toBe(404);
  expect(JSON.stringify(await answer.json())).not.toContain('"stub/stub-1"');
});

test('a key that has used up its tokens is told when to come back, as OpenAI tells it', async () => {
  const viewer = withKey('key_tokens', { tokensPerMinute: 30 });
  const first = await post(viewer, 'chat/completions', { model: 'stub/stub-1', messages });
  expect(first.status).toBe(200);
  expect(first.headers.get('x-ratelimit-limit-tokens')).toBe('30');
  expect(Number(first.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(30);
  let refused = first;
  for (let index = 0; index < 6 && refused.status === 200; index += 1)
    refused = await post(viewer, 'embeddings', { model: 'stub/stub-embed', input: 'Some words to count' });
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: 'RATE_LIMITED', type: 'rate_limit_error' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('x-ratelimit-reset-tokens')).toMatch(/^\d+(\.\d+)?m?s$/);
  const client = gateway.client(viewer).withOptions({ maxRetries: 0 });
  await expect(client.chat.completions.create({ model: 'stub/stub-1', messages })).rejects.toBeInstanceOf(
    OpenAI.RateLimitError,
  );
  const other = { ...viewer, apiKey: { id: 'key_other_tokens', models: [], tools: [], tokensPerMinute: 30 } };
  expect((await post(other, 'chat/completions', { model: 'stub/stub-1', messages })).status).toBe(200);
});

test('the answer counts, too, also one that is streamed', async () => {
  const viewer = withKey('key_stream', { tokensPerMinute: 12 });
  const streamed = await post(viewer, 'chat/completions', { model: 'stub/stub-1', messages, stream: true });
  expect(streamed.headers.get('x-ratelimit-remaining-tokens')).toBe('7');
  await streamed.text();
  const next = await post(viewer, 'chat/completions', { model: 'stub/stub-1', messages });
  expect(next.headers.get('x-ratelimit-remaining-tokens') ?? 'refused').not.toBe('7');
  expect([200, 429]).toContain(next.status);
  expect((await post(viewer, 'chat/completions', { model: 'stub/stub-1', messages })).status).toBe(429);
});

test('a run that a key of other models began asks the models of its agent', async () => {
  const viewer = withKey('key_run', { models: ['agent:desk'], tokensPerMinute: 1 });
  const headers = { ...gateway.headers(viewer, 'executions'), 'content-type': 'application/json' };
  for (let index = 0; index < 2; index += 1) {
    const body = JSON.stringify({ model: 'stub/stub-1', messages });
    const answer = await fetch(`${gateway.origin}/v1/chat/completions`, { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('x-ratelimit-limit-tokens')]).toEqual([200, null]);
  }
});
