import { BUDGETS_CHANNEL } from '@aether/schema';
import { startVendorServer, testViewer, type VendorServer } from '@aether/test-support';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { catalogModel, catalogOf, catalogProvider } from './catalog-of-test.ts';
import { startTestGateway, type TestGateway } from './llm-test-gateway.ts';
import { ScriptedBooks } from './scripted-books.ts';

const viewer = testViewer();
/** Nano-US-dollars per token. */
const PRICE = { input: 1000, output: 4000, cached: 500 };
/** What the vendor charges for each of its answers: 12 tokens in, 4 of them cached, 5 out. */
const COST = 8 * PRICE.input + 4 * PRICE.cached + 5 * PRICE.output;
const LIMIT = { max_completion_tokens: 10 };
const messages = [{ role: 'user' as const, content: 'Hello' }];
const PATIENT = { timeout: 20_000 };

let vendor: VendorServer;
beforeEach(async () => {
  vendor = await startVendorServer();
});
afterEach(() => vendor[Symbol.asyncDispose]());

const priced = (name: string, changes: object = {}) =>
  catalogModel(name, {
    inputPricePerMillion: PRICE.input * 1_000_000,
    outputPricePerMillion: PRICE.output * 1_000_000,
    cachedInputPricePerMillion: PRICE.cached * 1_000_000,
    unpriced: false,
    ...changes,
  });

const start = (books: Pick<ScriptedBooks, 'operations'>): Promise<TestGateway> =>
  startTestGateway({
    config: { allowedOrigins: [new URL(vendor.baseUrl).origin] },
    operations: {
      ...catalogOf(
        catalogProvider('acme', {
          baseUrl: vendor.baseUrl,
          models: [
            priced('stub-1'),
            priced('stub-embed', { capabilities: ['EMBEDDINGS'] }),
            priced('stub-image', { capabilities: ['IMAGES'] }),
            priced('stub-speech', { capabilities: ['SPEECH'] }),
            priced('stub-dear', { inputPricePerMillion: 10_000_000_000_000 }),
          ],
        }),
        catalogProvider('free', { baseUrl: vendor.baseUrl, models: [catalogModel('stub-1')] }),
      ),
      ...books.operations,
    },
  });

const chat = (gateway: TestGateway, body: object = {}, headers = gateway.headers(viewer)): Promise<Response> =>
  fetch(`${gateway.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'acme/stub-1', messages, ...LIMIT, ...body }),
  });

const asked = (): number => vendor.requests.filter(({ method }) => method === 'POST').length;

describe('a call outside of runs', () => {
  test('is in the ledger once, and many calls ask executions a few times only', async () => {
    const books = new ScriptedBooks(100_000_000_000);
    const gateway = await start(books);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => chat(gateway, { stream: index % 2 === 0 })),
    );
    for (const answer of answers) await answer.text();
    await gateway[Symbol.asyncDispose]();
    expect(asked()).toBe(40);
    expect(books.ledger.size).toBe(40);
    expect([books.recorded, books.spent, books.atMost]).toEqual([40 * COST, 40 * COST, 40 * COST]);
    expect(books.takes).toBeLessThan(10);
    expect([...books.ledger.values()][0]).toMatchObject({
      startedById: viewer.userId,
      apiKeyId: null,
      modelId: 'mdl_stub-1',
      model: 'acme/stub-1',
      operation: 'chat',
      promptTokens: 12,
      completionTokens: 5,
      cachedTokens: 4,
      errorCode: null,
    });
  });

  test.each([
    ['chat/completions', { model: 'acme/stub-1', messages }],
    ['chat/completions', { model: 'acme/stub-1', messages, stream: true }],
    ['responses', { model: 'acme/stub-1', input: 'Hello' }],
    ['embeddings', { model: 'acme/stub-embed', input: 'Hello' }],
    ['images/generations', { model: 'acme/stub-image', prompt: 'A cat' }],
    ['audio/speech', { model: 'acme/stub-speech', input: 'Hello', voice: 'alloy' }],
  ])('to %s is refused before money is spent when it does not fit', async (path, body) => {
    await using gateway = await start(new ScriptedBooks(100));
    const answer = await fetch(`${gateway.origin}/v1/${path}`, {
      method: 'POST',
      headers: { ...gateway.headers(viewer), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(402);
    expect(await answer.json()).toMatchObject({ error: { code: 'BUDGET_EXHAUSTED', retryable: false } });
    expect(asked()).toBe(0);
  });

  test('near the limit is made while it fits: never more is spent than the budget has', async () => {
    // What one call may cost is more than what it does cost.
    const books = new ScriptedBooks(20 * COST);
    const gateway = await start(books);
    const statuses: number[] = [];
    for (let index = 0; index < 30; index += 1) statuses.push((await chat(gateway)).status);
    await gateway[Symbol.asyncDispose]();
    const made = statuses.filter((status) => status === 200).length;
    expect(made).toBe(asked());
    expect(made).toBeGreaterThan(5);
    expect(statuses.at(-1)).toBe(402);
    expect([books.spent, books.recorded]).toEqual([made * COST, made * COST]);
    expect(books.spent).toBeLessThanOrEqual(20 * COST);
  });

  test('is sent with a limit when its caller set none, and as it is where nothing limits the payer', async () => {
    await using limited = await start(new ScriptedBooks(1_000_000_000_000));
    await using free = await start(new ScriptedBooks(null));
    for (const [gateway, wanted, sent] of [
      [limited, undefined, 8192],
      [limited, 7, 7],
      [free, undefined, undefined],
    ] as const) {
      await chat(gateway, { max_completion_tokens: wanted });
      const body = vendor.requests.at(-1)?.body;
      expect(body?.['max_completion_tokens'] ?? body?.['max_tokens']).toBe(sent);
    }
  });

  test('that is left in the middle of its answer has cost its prompt and what came', async () => {
    const books = new ScriptedBooks(100_000_000_000);
    const gateway = await start(books);
    vendor.answer('stall');
    const left = new AbortController();
    const answer = await fetch(`${gateway.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...gateway.headers(viewer), 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'acme/stub-1', messages, stream: true, ...LIMIT }),
      signal: left.signal,
    });
    await answer.body?.getReader().read();
    left.abort();
    await vi.waitFor(() => expect(books.ledger.size).toBe(1), PATIENT);
    const [row] = [...books.ledger.values()];
    expect(row).toMatchObject({ errorCode: 'CANCELLED', unpriced: false });
    expect(row?.cost).toBeGreaterThan(0);
    await gateway[Symbol.asyncDispose]();
    expect(books.spent).toBe(row?.cost);
  });

  test.each([
    ['stall', 'PROVIDER_IDLE_TIMEOUT'],
    ['half a stream', 'STREAM_TRUNCATED'],
  ] as const)('that breaks off in its answer (%s) is in the ledger with its code', async (mode, errorCode) => {
    const books = new ScriptedBooks(100_000_000_000);
    const gateway = await start(books);
    vendor.answer(mode);
    await (await chat(gateway, { stream: true })).text();
    await gateway[Symbol.asyncDispose]();
    expect([...books.ledger.values()]).toMatchObject([{ errorCode }]);
    expect(books.spent).toBe(books.recorded);
    expect(books.spent).toBeGreaterThan(0);
  });

  test('that the vendor refuses costs nothing, and of its attempts the one that answered is paid', async () => {
    const books = new ScriptedBooks(100_000_000_000);
    const gateway = await start(books);
    vendor.answer('server error');
    expect((await chat(gateway)).status).toBe(200);
    vendor.answer('bad key');
    expect((await chat(gateway)).status).toBeGreaterThanOrEqual(400);
    await gateway[Symbol.asyncDispose]();
    expect([books.ledger.size, books.spent]).toEqual([1, COST]);
  });

  test('to a model without a price is not held back, and stays unpriced', async () => {
    const books = new ScriptedBooks(0);
    const gateway = await start(books);
    expect((await chat(gateway, { model: 'free/stub-1' })).status).toBe(200);
    await gateway[Symbol.asyncDispose]();
    expect([...books.ledger.values()]).toMatchObject([{ cost: null, unpriced: true }]);
  });

  test('goes to a cheaper fallback where the budget lets it', async () => {
    const books = new ScriptedBooks(1_000_000_000);
    books.action = 'DEGRADE';
    await using gateway = await start(books);
    const headers = { ...gateway.headers(viewer), 'x-aether-fallbacks': 'acme/stub-1' };
    const cheaper = await chat(gateway, { model: 'acme/stub-dear' }, headers);
    expect([cheaper.status, cheaper.headers.get('x-aether-model')]).toEqual([200, 'acme/stub-1']);
    books.action = 'STOP';
    const other = { ...gateway.headers(testViewer()), 'x-aether-fallbacks': 'acme/stub-1' };
    expect((await chat(gateway, { model: 'acme/stub-dear' }, other)).status).toBe(402);
  });
});

test('a process that is killed has spent at most what the record says, and the next one cannot overspend', async () => {
  const limit = 60 * COST;
  const books = new ScriptedBooks(limit);
  const process = books.process();
  const killed = await start(process);
  for (let index = 0; index < 10; index += 1) await chat(killed);
  books.isAway = true;
  for (let index = 0; index < 10; index += 1) await chat(killed);
  // Nothing that it had not told is ever told.
  process.kill();
  const gone = killed[Symbol.asyncDispose]();
  const paid = asked();
  expect(books.recorded).toBeLessThanOrEqual(paid * COST);
  expect(books.atMost).toBeGreaterThanOrEqual(paid * COST);
  books.isAway = false;
  const next = await start(books);
  for (let index = 0; index < 70; index += 1) await chat(next);
  expect(asked() * COST).toBeLessThanOrEqual(limit);
  await next[Symbol.asyncDispose]();
  await gone;
});

test('while executions is away nothing is begun that a budget might forbid, and what was spent is told later, once', async () => {
  const books = new ScriptedBooks(100_000_000_000);
  const gateway = await start(books);
  books.isAway = true;
  const refused = await chat(gateway);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  expect(asked()).toBe(0);
  books.isAway = false;
  expect((await chat(gateway)).status).toBe(200);
  books.isAway = true;
  expect((await chat(gateway)).status).toBe(200);
  await new Promise((resolve) => setImmediate(resolve));
  books.isAway = false;
  await vi.waitFor(() => expect(books.ledger.size).toBe(2), PATIENT);
  await gateway[Symbol.asyncDispose]();
  expect([books.recorded, books.spent]).toEqual([2 * COST, 2 * COST]);
});

test('a budget that is set while calls go on limits the next one', async () => {
  const books = new ScriptedBooks(null);
  await using gateway = await start(books);
  expect((await chat(gateway)).status).toBe(200);
  books.limit = 0;
  gateway.streams.publish(BUDGETS_CHANNEL, { tenantId: viewer.tenantId });
  await vi.waitFor(async () => expect((await chat(gateway)).status).toBe(402), PATIENT);
});

test('what runs ask is in their own books', async () => {
  const books = new ScriptedBooks(0);
  const gateway = await start(books);
  expect((await chat(gateway, {}, gateway.headers(viewer, 'executions'))).status).toBe(200);
  await gateway[Symbol.asyncDispose]();
  expect([books.takes, books.ledger.size]).toEqual([0, 0]);
});
