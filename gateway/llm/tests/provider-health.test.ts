import { InMemoryStreams } from '@aether/common/streams';
import { startVendorServer, testViewer, type VendorServer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { collect, startTestGateway, type TestGateway, type TestGatewayOptions } from './llm-test-gateway.ts';

const messages = [{ role: 'user' as const, content: 'Hello' }];
const ask = { model: 'stub/stub-1', messages };
const viewer = testViewer();
let vendor: VendorServer;
beforeAll(async () => {
  vendor = await startVendorServer();
});
afterAll(() => vendor[Symbol.asyncDispose]());

function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  vendor.answer();
  return startTestGateway({
    environment: {
      LLM_ATTEMPTS: '1',
      AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'stub', baseUrl: vendor.baseUrl, apiKey: 'sk-stub' }]),
    },
    config: { backoff: { attempts: 1, baseMs: 1, maximumMs: 5, maximumRetryAfterMs: 500 } },
    ...options,
  });
}

const millisecondsOrNull = z.number().nullable();
const instantOrNull = z.string().nullable();
const answerSchema = z.object({
  providers: z.array(
    z.looseObject({
      state: z.string(),
      calls: z.number(),
      failedCalls: z.number(),
      inFlight: z.number(),
      latencyP50Ms: millisecondsOrNull,
      firstTokenP95Ms: millisecondsOrNull,
      lastSuccessAt: instantOrNull,
      openUntil: instantOrNull,
      rateLimitedUntil: instantOrNull,
    }),
  ),
});

const question = (gateway: TestGateway, of = viewer, query = 'provider=stub'): Promise<Response> =>
  fetch(`${gateway.origin}/v1/providers/health?${query}`, { headers: gateway.headers(of, 'agents') });

async function healthOf(gateway: TestGateway, of = viewer) {
  const { providers } = answerSchema.parse(await (await question(gateway, of)).json());
  const [health] = providers;
  if (health === undefined) throw new Error('The provider that was named is not in the answer.');
  return health;
}

const since = (instant: string | null): number => Date.parse(instant ?? '') - Date.now();

/** Without the retries of the client itself. */
const clientOf = (gateway: TestGateway, of = viewer) => gateway.client(of).withOptions({ maxRetries: 0 });

describe('the health of a provider', () => {
  test('is unknown until somebody calls', async () => {
    await using gateway = await start();
    expect(await healthOf(gateway)).toMatchObject({ slug: 'stub', state: 'UNKNOWN', calls: 0, successRate: null });
  });

  test('counts answers with their times, and for streams the first token', async () => {
    await using gateway = await start();
    await clientOf(gateway).chat.completions.create(ask);
    await collect(await clientOf(gateway).chat.completions.create({ ...ask, stream: true }));
    await expect.poll(async () => (await healthOf(gateway)).calls).toBe(2);
    const health = await healthOf(gateway);
    expect(health).toMatchObject({ state: 'HEALTHY', failedCalls: 0, successRate: 1, inFlight: 0, lastError: null });
    expect(health.latencyP50Ms).toBeGreaterThan(0);
    expect(health.firstTokenP95Ms).toBeGreaterThan(0);
    expect(since(health.lastSuccessAt)).toBeGreaterThan(-60_000);
  });

  test('tells the last error, and is degraded when more than a few calls fail', async () => {
    await using gateway = await start();
    vendor.answer('overloaded');
    await expect(clientOf(gateway).chat.completions.create(ask)).rejects.toThrow();
    await clientOf(gateway).chat.completions.create(ask);
    expect(await healthOf(gateway)).toMatchObject({
      state: 'DEGRADED',
      calls: 2,
      failedCalls: 1,
      successRate: 0.5,
      lastError: { code: 'PROVIDER_UNAVAILABLE', at: expect.any(String) },
    });
  });

  test('counts a stream that breaks after its first token as failed', async () => {
    await using gateway = await start();
    vendor.answer('no finish reason');
    await collect(await clientOf(gateway).chat.completions.create({ ...ask, stream: true })).catch(() => undefined);
    await expect.poll(async () => (await healthOf(gateway)).failedCalls).toBe(1);
    expect((await healthOf(gateway)).inFlight).toBe(0);
  });

  test('is open while a breaker is, and names the model', async () => {
    await using gateway = await start({ config: { breaker: { failures: 2, halfOpenAfterMs: 60_000 } } });
    vendor.answer('overloaded', 'overloaded', 'overloaded', 'overloaded', 'overloaded', 'overloaded');
    for (let call = 0; call < 4; call += 1)
      await clientOf(gateway)
        .chat.completions.create(ask)
        .catch(() => undefined);
    const health = await healthOf(gateway);
    expect(health).toMatchObject({ state: 'OPEN', openModels: ['stub/stub-1'], failedCalls: 2 });
    expect(since(health.openUntil)).toBeGreaterThan(0);
  });

  test('is degraded while the provider limits calls', async () => {
    await using gateway = await start();
    vendor.answer('long rate limit');
    await expect(clientOf(gateway).chat.completions.create(ask)).rejects.toThrow();
    const health = await healthOf(gateway);
    expect(health.state).toBe('DEGRADED');
    expect(since(health.rateLimitedUntil)).toBeGreaterThan(60_000);
  });

  test('says nothing of requests that are wrong themselves', async () => {
    await using gateway = await start();
    vendor.answer('bad request');
    await expect(clientOf(gateway).chat.completions.create(ask)).rejects.toThrow();
    expect(await healthOf(gateway)).toMatchObject({ state: 'HEALTHY', calls: 1, failedCalls: 0, lastError: null });
  });

  test('says nothing of a stream that its reader leaves', async () => {
    await using gateway = await start();
    vendor.answer('stall');
    const leave = new AbortController();
    const stream = await clientOf(gateway).chat.completions.create({ ...ask, stream: true }, { signal: leave.signal });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) leave.abort();
    await expect.poll(async () => (await healthOf(gateway)).inFlight).toBe(0);
    expect(await healthOf(gateway)).toMatchObject({ calls: 0, lastSuccessAt: null, lastError: null });
  });

  test('tells an open breaker of the platform to everybody whom it refuses', async () => {
    await using gateway = await start({ config: { breaker: { failures: 2, halfOpenAfterMs: 60_000 } } });
    vendor.answer('overloaded', 'overloaded');
    for (let call = 0; call < 3; call += 1)
      await clientOf(gateway)
        .chat.completions.create(ask)
        .catch(() => undefined);
    const other = testViewer();
    await expect(clientOf(gateway, other).chat.completions.create(ask)).rejects.toThrow();
    expect(await healthOf(gateway, other)).toMatchObject({ state: 'OPEN', calls: 0, openModels: ['stub/stub-1'] });
  });

  test('is told to its own tenant only', async () => {
    await using gateway = await start();
    await clientOf(gateway).chat.completions.create(ask);
    expect(await healthOf(gateway, testViewer())).toMatchObject({ state: 'UNKNOWN', calls: 0 });
  });

  test('is put together over all gateways', async () => {
    await using streams = new InMemoryStreams();
    await using first = await start({ streams });
    await using second = await start({ streams });
    await clientOf(first).chat.completions.create(ask);
    vendor.answer('overloaded');
    await expect(clientOf(second).chat.completions.create(ask)).rejects.toThrow();
    for (const gateway of [first, second])
      await expect
        .poll(() => healthOf(gateway), { timeout: 10_000 })
        .toMatchObject({ gateways: 2, calls: 2, failedCalls: 1, lastError: { code: 'PROVIDER_UNAVAILABLE' } });
  });

  test('needs the right to read models, and a bounded question', async () => {
    await using gateway = await start();
    const nobody = { ...viewer, permissions: [] };
    expect(await (await question(gateway, nobody)).json()).toMatchObject({ error: { code: 'FORBIDDEN' } });
    const many = Array.from({ length: 201 }, (_, index) => `provider=p${index}`).join('&');
    expect(await (await question(gateway, viewer, many)).json()).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
  });
});
