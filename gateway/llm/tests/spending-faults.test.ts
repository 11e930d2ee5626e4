import { createLogger } from '@aether/common/service';
import { createIdSource } from '@aether/schema';
import { testOperations, testViewer } from '@aether/test-support';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  ContentFilteredError,
  ModelSubstitutedError,
  ProviderEmptyError,
  ProviderTimeoutError,
} from '../src/provider-errors.ts';
import { connectionFault } from '../src/providers/connection-fault.ts';
import { vendorFault } from '../src/providers/vendor-fault.ts';
import type { Target } from '../src/routing/target.ts';
import type { PaidCall } from '../src/spending/paid-call.ts';
import { Spending } from '../src/spending/spending.ts';
import { ScriptedBooks } from './scripted-books.ts';

const PATIENT = { timeout: 20_000 };
const logger = createLogger('test', { level: 'silent' });
const facts = { provider: 'acme', model: 'paid' };
const viewer = testViewer();
/** One token of an answer costs one nano-dollar, a prompt nothing. */
const target = {
  id: null,
  slug: 'acme/paid',
  name: 'paid',
  builtIn: false,
  capabilities: ['CHAT'],
  adapter: {},
  provider: { slug: 'acme', baseUrl: null, tenantId: viewer.tenantId, ownKeyOf: null },
  prices: { inputPerMillion: 0, outputPerMillion: 1_000_000, cachedInputPerMillion: null, validFrom: null },
} as unknown as Target;
const thinking: Target = { ...target, capabilities: ['CHAT', 'REASONING'] };

let nowMs: number;
let books: ScriptedBooks;
let spending: Spending;
beforeEach(() => {
  nowMs = Date.parse('2026-03-04T10:00:00.000Z');
  books = new ScriptedBooks(10_000);
  books.nowMs = () => nowMs;
  const clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const ids = createIdSource({ now: clock.now, random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)) });
  spending = new Spending({ operations: testOperations(books.operations), clock, ids, logger });
});
afterEach(() => spending[Symbol.asyncDispose]());

const begin = async (most: number, of: { model?: Target; isStream?: boolean; who?: typeof viewer } = {}) => {
  const { model = target, isStream = false, who = viewer } = of;
  const context = { viewer: who, caller: 'graphql-gateway', signal: new AbortController().signal };
  const bound = { promptTokens: 0, outputTokens: most, outputLimit: null };
  const call = await spending.begin(context, { operation: 'chat', isStream }, model, () => bound);
  if (call === null) throw new Error('The books of this call are kept here.');
  return call;
};
const pay = (call: PaidCall, cost: number | null): void =>
  call.settle({ prompt_tokens: 0, completion_tokens: 1 }, { costNanoUsd: cost, unpriced: cost === null });
const rows = () => [...books.ledger.values()];

test('a slice ends with the period of its budgets, whatever the clock of this process says', async () => {
  books.endsInMs = 5000;
  pay(await begin(100), 60);
  nowMs += 5000;
  books.beginPeriod();
  books.endsInMs = null;
  pay(await begin(100), 70);
  await spending[Symbol.asyncDispose]();
  expect([books.takes, books.spent, books.recorded]).toEqual([2, 70, 130]);
});

test('a slice of the last period is not topped up in the next one', async () => {
  const asked: string[] = [];
  books.beforeTake = ({ sliceId }) => asked.push(sliceId);
  pay(await begin(100), 60);
  books.beginPeriod();
  pay(await begin(1000), 500);
  await spending[Symbol.asyncDispose]();
  expect([asked[0] === asked[1], asked[1] === asked[2], asked.length]).toEqual([true, false, 3]);
  expect(books.spent).toBe(500);
});

test('a slice that was asked for before the budgets changed is given back, and another one is asked for', async () => {
  const reached = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  books.afterTake = () => (reached.resolve(), answered.promise);
  const first = begin(100);
  await reached.promise;
  spending.changed(viewer.tenantId);
  await spending.tell();
  expect(books.openSlices).toBe(1);
  books.afterTake = () => undefined;
  answered.resolve();
  pay(await first, 40);
  await spending.tell();
  expect([books.takes, books.openSlices]).toEqual([2, 1]);
});

test('that nothing limits a payer is not believed when a budget was set meanwhile', async () => {
  const answered = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  books.limit = null;
  books.afterTake = () => (reached.resolve(), answered.promise);
  const first = begin(100);
  await reached.promise;
  books.limit = 10;
  spending.changed(viewer.tenantId);
  books.afterTake = () => undefined;
  answered.resolve();
  await expect(first).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
});

test('a slice whose grant was not heard of is asked for again, not another one', async () => {
  books.afterTake = () => {
    throw new Error('The connection broke.');
  };
  for (let index = 0; index < 5; index += 1) await expect(begin(100)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(books.openSlices).toBe(1);
  books.afterTake = () => undefined;
  pay(await begin(100), 100);
  expect(books.openSlices).toBe(1);
  await spending[Symbol.asyncDispose]();
  expect([books.spent, books.atMost]).toEqual([100, 100]);
});

test('a slice is room for a few calls only, so that a crash burns no more', async () => {
  books.limit = 1_000_000;
  pay(await begin(10), 1);
  expect(books.atMost).toBe(40);
});

test('a row that is refused again and again is set aside, and all others are written', async () => {
  books.beforeRecord = (input) => {
    if (input.rows.some(({ completionTokens }) => completionTokens === 13)) throw new Error('Not an integer.');
  };
  for (let index = 0; index < 20; index += 1) {
    const usage = { prompt_tokens: 0, completion_tokens: index };
    (await begin(10)).settle(usage, { costNanoUsd: 1, unpriced: false });
  }
  for (let index = 0; index < 6; index += 1) await spending.tell();
  expect(rows().map(({ completionTokens }) => completionTokens)).toEqual(
    Array.from({ length: 20 }, (_, index) => index).filter((index) => index !== 13),
  );
  expect(books.spent).toBe(20);
});

test('costs and counts that are no money come to the books as safe integers', async () => {
  books.limit = Number.MAX_SAFE_INTEGER;
  for (const cost of [1e30, Infinity, -5, Number.NaN]) pay(await begin(10), cost);
  const usage = { prompt_tokens: 1e300, completion_tokens: -1, prompt_tokens_details: { cached_tokens: 1e20 } };
  (await begin(10)).settle(usage, { costNanoUsd: 1, unpriced: false });
  await spending[Symbol.asyncDispose]();
  for (const { cost, promptTokens, completionTokens, cachedTokens } of rows())
    for (const value of [cost ?? 0, promptTokens, completionTokens, cachedTokens])
      expect([Number.isSafeInteger(value), value >= 0]).toEqual([true, true]);
  expect(books.ledger.size).toBe(5);
});

test('a tenant whose books do not answer holds up no other tenant, and what waits for it is told at once', async () => {
  const other = { ...testViewer(), tenantId: 'ten_other' };
  const answered = Promise.withResolvers<void>();
  const written: number[] = [];
  pay(await begin(10), 1);
  books.beforeRecord = async (input) => {
    written.push(input.rows.length);
    if (input.rows.length === 1) await answered.promise;
  };
  const first = spending.tell();
  for (let index = 0; index < 2; index += 1) pay(await begin(10, { who: other }), 1);
  for (let index = 0; index < 30; index += 1) void spending.tell();
  await vi.waitFor(() => expect(books.ledger.size).toBe(2), PATIENT);
  answered.resolve();
  await first;
  await spending.tell();
  expect(books.ledger.size).toBe(3);
  expect(written.filter((count) => count === 1)).toHaveLength(1);
  expect(written.length).toBeLessThan(6);
});

test('a stop tells all that waits, however many rows it is', async () => {
  books.limit = null;
  books.beforeRecord = () => {
    throw new Error('Not yet.');
  };
  for (let index = 0; index < 1200; index += 1) pay(await begin(1), 1);
  books.beforeRecord = () => undefined;
  await spending[Symbol.asyncDispose]();
  expect(books.ledger.size).toBe(1200);
});

test.each([
  ['no first byte came', new ProviderTimeoutError(facts, 'first byte', 10)],
  ['another model answered', new ModelSubstitutedError(facts, 'other')],
  ['nothing was in the answer', new ProviderEmptyError(facts)],
  ['the answer was withheld', new ContentFilteredError(facts, 'policy')],
  ['the connection was reset', connectionFault(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), facts)],
  [
    'a proxy gave up',
    vendorFault({ status: 504, code: null, message: '', retryAfterMs: null, isRefusal: true }, facts),
  ],
  ['it broke off inside', vendorFault({ status: 429, code: null, message: '', retryAfterMs: null }, facts)],
  ['something is wrong here', new TypeError('undefined is not a function')],
])('a call counts at its most when %s', async (_, error) => {
  (await begin(100)).fail(error);
  await spending[Symbol.asyncDispose]();
  expect([rows().length, books.recorded, books.spent]).toEqual([1, 100, 100]);
});

test.each([
  [
    'the vendor refused it',
    vendorFault({ status: 429, code: null, message: '', retryAfterMs: null, isRefusal: true }, facts),
  ],
  [
    'the vendor was overloaded',
    vendorFault({ status: 503, code: null, message: '', retryAfterMs: null, isRefusal: true }, facts),
  ],
  ['nobody was there', connectionFault(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), facts)],
])('a call is free when %s', async (_, error) => {
  (await begin(100)).fail(error);
  await spending[Symbol.asyncDispose]();
  expect([rows().length, books.spent]).toEqual([0, 0]);
});

test('a stream that was left counts what came, at its most when its model thinks, and exactly when its usage was told', async () => {
  const seen = await begin(100, { isStream: true });
  seen.answered('seven c');
  seen.left();
  const thought = await begin(100, { isStream: true, model: thinking });
  thought.answered('seven c');
  thought.left();
  const told = await begin(100, { isStream: true, model: thinking });
  told.answered('seven c', { prompt_tokens: 3, completion_tokens: 42, total_tokens: 45 });
  told.left();
  await spending[Symbol.asyncDispose]();
  expect(rows().map(({ cost }) => cost)).toEqual([7, 100, 42]);
});
