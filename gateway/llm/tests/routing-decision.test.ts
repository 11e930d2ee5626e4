import { startVendorServer, testViewer, VENDOR_TEXT, type VendorServer } from '@aether/test-support';
import type OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { qualityBound } from '../src/routing/quality.ts';
import { type ConsideredModel, decideRoute } from '../src/routing/routing-decision.ts';
import { routingPolicy } from '../src/routing/routing-policy.ts';
import { splitArm } from '../src/routing/split-arm.ts';
import { catalogModel, catalogOf, catalogProvider } from './catalog-of-test.ts';
import { collect, startTestGateway, type TestGateway } from './llm-test-gateway.ts';

const messages = [{ role: 'user' as const, content: 'Hello' }];
const viewer = testViewer({ roleKey: 'owner' });
const price = (usd: number) => ({
  inputPricePerMillion: usd * 1_000_000_000,
  outputPricePerMillion: usd * 1_000_000_000,
  unpriced: false,
});
let vendor: VendorServer;
let gateway: TestGateway;
let client: OpenAI;

beforeAll(async () => {
  vendor = await startVendorServer();
});
afterAll(() => vendor[Symbol.asyncDispose]());
beforeEach(async () => {
  gateway = await startTestGateway({
    config: { allowedOrigins: [new URL(vendor.baseUrl).origin] },
    operations: catalogOf(
      // The stub tells `stub-1` whoever is asked: deployments have names of their own.
      catalogProvider('acme', {
        preset: 'azure',
        baseUrl: vendor.baseUrl,
        models: [
          catalogModel('large', { capabilities: ['CHAT', 'TOOLS'], ...price(10) }),
          catalogModel('small', price(1)),
          catalogModel('limited', { requestsPerMinute: 2 }),
          catalogModel('frugal', { tokensPerMinute: 12 }),
        ],
      }),
    ),
  });
  client = gateway.client(viewer);
  return () => gateway[Symbol.asyncDispose]();
});

interface Answered {
  readonly order: readonly string[];
  readonly candidates: readonly object[];
}

async function post(path: string, body: object, headers: Record<string, string> = {}, who = viewer): Promise<Answered> {
  const response = await fetch(`${gateway.origin}${path}`, {
    method: 'POST',
    headers: { ...gateway.headers(who), ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answered;
}
const decide = (headers: Record<string, string>, body: object = {}) =>
  post('/v1/routing/decision', { model: 'acme/large', messages, ...body }, headers);
const tell = (model: string, good: number, bad: number) =>
  post('/v1/routing/outcomes', {
    cluster: 'support',
    outcomes: Array.from({ length: good + bad }, (_, index) => ({ model, good: index < good })),
  });
const CHEAP = {
  'x-aether-candidates': 'acme/small',
  'x-aether-optimize-for': 'cost',
  'x-aether-quality-floor': '0.8',
  'x-aether-task-cluster': 'support',
};

describe('the router', () => {
  test('keeps to the wanted model until a cheaper one has shown the floor, and says so', async () => {
    expect(await decide(CHEAP)).toMatchObject({
      object: 'routing.decision',
      order: ['acme/large'],
      candidates: [
        { model: 'acme/large', outcome: 'CHOSEN', reason: 'no other model has shown the quality floor' },
        {
          model: 'acme/small',
          outcome: 'PASSED_OVER',
          qualityBound: null,
          reason: expect.stringContaining('nothing is known'),
        },
      ],
    });
    await tell('acme/small', 30, 1);
    const decision = await decide(CHEAP);
    expect(decision).toMatchObject({
      order: ['acme/small', 'acme/large'],
      candidates: [{ outcome: 'FALLBACK' }, { outcome: 'CHOSEN', reason: 'lowest expected cost of 2 that may answer' }],
    });
    const answer = await client.chat.completions.create({ model: 'acme/large', messages }, { headers: CHEAP });
    expect(answer).toMatchObject({ model: 'acme/small', aether: { routing: { order: decision.order } } });
  });

  test('learns of failures: below the floor it goes back', async () => {
    await tell('acme/small', 10, 10);
    expect(await decide(CHEAP)).toMatchObject({
      order: ['acme/large'],
      candidates: [{ outcome: 'CHOSEN' }, { reason: expect.stringContaining('is below the floor 0.8') }],
    });
  });

  test('asks no model for a dry run', async () => {
    const chats = () => vendor.requests.filter(({ path }) => path === '/v1/chat/completions').length;
    const before = chats();
    await decide({});
    expect(chats()).toBe(before);
  });

  test('excludes what cannot answer, with the reason', async () => {
    const tools = [{ type: 'function', function: { name: 'f' } }];
    const decision = await decide({ ...CHEAP, 'x-aether-fallbacks': 'acme/gone' }, { tools });
    expect(decision.candidates).toMatchObject([
      { model: 'acme/large', outcome: 'CHOSEN' },
      { model: 'acme/small', outcome: 'EXCLUDED', reason: expect.stringContaining('no capability TOOLS') },
      { model: 'acme/gone', outcome: 'EXCLUDED', reason: expect.stringContaining('no model') },
    ]);
  });

  test.each([
    ['x-aether-optimize-for', 'luck'],
    ['x-aether-quality-floor', '2'],
    ['x-aether-split', 'acme/small'],
    ['x-aether-candidates', 'a,b,c,d,e,f'],
    ['x-aether-cache', 'maybe'],
  ])('refuses a wrong header: %s: %s', async (name, value) => {
    await expect(
      client.chat.completions.create({ model: 'acme/large', messages }, { headers: { [name]: value } }),
    ).rejects.toMatchObject({ status: 400, code: 'VALIDATION_FAILED', param: name });
  });

  test('keeps a call within what it may cost: another model if one is allowed, else BUDGET_EXHAUSTED', async () => {
    const limit = { 'x-aether-maximum-cost': '2000000' };
    expect(await decide(limit)).toMatchObject({ order: [], candidates: [{ outcome: 'EXCLUDED' }] });
    const ask = (headers: Record<string, string>) =>
      client.chat.completions.create({ model: 'acme/large', messages }, { headers: { ...limit, ...headers } });
    await expect(ask({})).rejects.toMatchObject({ status: 402, code: 'BUDGET_EXHAUSTED' });
    expect((await ask({ 'x-aether-fallbacks': 'acme/small' })).model).toBe('acme/small');
  });

  test('takes the word of those who manage models only', async () => {
    const body = { outcomes: [{ model: 'acme/small', good: true }] };
    expect(await post('/v1/routing/outcomes', body, {}, testViewer({ roleKey: 'member' }))).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
  });
});

describe('a decision', () => {
  const model = (name: string, changes: Partial<ConsideredModel> = {}): ConsideredModel => ({
    model: name,
    exclusion: null,
    expectedCost: 100,
    firstTokenMs: null,
    quality: { good: 0, bad: 0 },
    ...changes,
  });
  const policy = (headers: Record<string, string>) => routingPolicy(new Headers(headers));

  test('for speed takes the quickest of those that may answer', () => {
    const speed = policy({ 'x-aether-optimize-for': 'speed', 'x-aether-candidates': 'b,c' });
    const known = { quality: { good: 5, bad: 0 } };
    const order = decideRoute(
      speed,
      [model('a', { firstTokenMs: 900 }), model('b', { firstTokenMs: 100, ...known }), model('c', known)],
      null,
    ).order;
    expect(order).toEqual(['b', 'a']);
  });

  test('counts a bad answer as one to be asked for again', () => {
    const cost = policy({ 'x-aether-optimize-for': 'cost', 'x-aether-candidates': 'b,c' });
    const order = decideRoute(
      cost,
      [
        model('a', { expectedCost: 1000 }),
        model('b', { expectedCost: 60, quality: { good: 10, bad: 90 } }),
        model('c', { expectedCost: 100, quality: { good: 90, bad: 10 } }),
      ],
      null,
    ).order;
    expect(order[0]).toBe('c');
  });

  test('never leaves an excluded model in the order', () => {
    const plain = policy({ 'x-aether-fallbacks': 'b' });
    expect(decideRoute(plain, [model('a', { exclusion: 'it is down' }), model('b')], null).order).toEqual(['b']);
  });
});

test('the proven quality grows with the evidence and never passes the share of good answers', () => {
  expect(qualityBound({ good: 0, bad: 0 })).toBeNull();
  const bounds = [1, 10, 100, 1000].map((count) => qualityBound({ good: count * 9, bad: count }) ?? 0);
  expect(bounds).toEqual(bounds.toSorted((left, right) => left - right));
  expect(bounds.every((bound) => bound < 0.9)).toBe(true);
});

describe('a split', () => {
  const arms = [
    { model: 'a', weight: 9 },
    { model: 'b', weight: 1 },
  ];
  test('sends the shares of its weights, and a key always to the same arm', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `key-${index}`);
    const second = keys.filter((key) => splitArm(arms, key)?.model === 'b');
    expect(second.length / keys.length).toBeCloseTo(0.1, 1);
    expect(second.every((key) => splitArm(arms, key)?.model === 'b')).toBe(true);
  });

  test('is recorded with the answer', async () => {
    const headers = { 'x-aether-split': 'acme/small=1', 'x-aether-split-key': 'exe_1' };
    const answer = await client.chat.completions.create({ model: 'acme/large', messages }, { headers });
    expect(answer).toMatchObject({
      model: 'acme/small',
      aether: { routing: { split: { model: 'acme/small', weight: 1 } } },
    });
  });
});

describe('limits of an administrator', () => {
  test('stop requests before the vendor is asked, and say when to come back', async () => {
    const ask = () => client.chat.completions.create({ model: 'acme/limited', messages }, { maxRetries: 0 });
    await ask();
    await ask();
    const before = vendor.requests.length;
    await expect(ask()).rejects.toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(vendor.requests.length).toBe(before);
  });

  test('go to a fallback that the caller names', async () => {
    const headers = { 'x-aether-fallbacks': 'acme/small' };
    for (let call = 0; call < 2; call += 1) await client.chat.completions.create({ model: 'acme/limited', messages });
    const answer = await client.chat.completions.create({ model: 'acme/limited', messages }, { headers });
    expect(answer.model).toBe('acme/small');
  });

  test('count the tokens of answers too', async () => {
    const ask = () => client.chat.completions.create({ model: 'acme/frugal', messages }, { maxRetries: 0 });
    await ask();
    await ask().catch(() => null);
    await expect(ask()).rejects.toMatchObject({ code: 'RATE_LIMITED', message: expect.stringContaining('12 tokens') });
  });
});

describe('the cache', () => {
  const ask = (headers: Record<string, string>, changes: object = {}, who = client) =>
    who.chat.completions.create({ model: 'acme/large', messages, ...changes }, { headers }).withResponse();

  test('answers the same question without the vendor, for nothing, and says so', async () => {
    const headers = { 'x-aether-cache': 'on; ttl=60' };
    const first = await ask(headers);
    expect(first.response.headers.get('x-aether-cache')).toBe('miss');
    const before = vendor.requests.length;
    const { data, response } = await ask(headers);
    expect(vendor.requests.length).toBe(before);
    expect(response.headers.get('x-aether-cache')).toBe('hit');
    expect(response.headers.get('x-aether-cost')).toBe('0');
    expect(data).toMatchObject({ choices: [{ message: { content: VENDOR_TEXT } }], aether: { cached: true } });
    const chunks = await collect(
      await client.chat.completions.create(
        { model: 'acme/large', messages, stream: true, stream_options: { include_usage: true } },
        { headers },
      ),
    );
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(VENDOR_TEXT);
    expect(chunks.at(-1)).toMatchObject({ aether: { costNanoUsd: 0, cached: true } });
    expect(vendor.requests.length).toBe(before);
  });

  test('keeps what was streamed', async () => {
    const headers = { 'x-aether-cache': 'on' };
    await collect(await client.chat.completions.create({ model: 'acme/large', messages, stream: true }, { headers }));
    expect((await ask(headers)).response.headers.get('x-aether-cache')).toBe('hit');
  });

  test('is not asked unless the caller wants it, nor by another question or another tenant', async () => {
    const headers = { 'x-aether-cache': 'on' };
    await ask(headers);
    expect((await ask({})).response.headers.get('x-aether-cache')).toBeNull();
    expect((await ask(headers, { temperature: 0.1 })).response.headers.get('x-aether-cache')).toBe('miss');
    const stranger = gateway.client(testViewer());
    expect((await ask(headers, {}, stranger)).response.headers.get('x-aether-cache')).toBe('miss');
  });
});
