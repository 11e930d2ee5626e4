import { tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createExecutions, type TestExecutions } from '../create-executions.ts';
import { paidOperations } from './paid-agent.ts';

const AGE = tenantStatement(
  'executions.test-age-shared-slices',
  'MATCH (s:BudgetSlice {tenantId: $tenantId}) SET s.expiresAtMs = 0 RETURN s.id AS id',
);
const OLD = tenantStatement(
  'executions.test-shared-slices-of-old',
  `MATCH (s:BudgetSlice {tenantId: $tenantId}) SET s.periodKey = '2020-01-01' RETURN s.id AS id`,
);
const LEDGER = tenantStatement(
  'executions.test-ledger-of-calls',
  'MATCH (u:UsageEntry {tenantId: $tenantId}) RETURN count(u) AS rows, sum(u.cost) AS cost',
);
const SET = `mutation ($input: SetBudgetInput!) { setBudget(input: $input) { budget { id } userErrors { code } } }`;
const STATE = '{ budgets { edges { node { scope spent reserved } } } }';
const TAKE = `mutation ($input: TakeBudgetSliceInput!) { takeBudgetSlice(input: $input) {
  sliceId amount lifeMs endsInMs lost exhausted { scope action } userErrors { code message } } }`;
const RECORD = `mutation ($input: RecordUsageInput!) { recordUsage(input: $input) { recorded openSliceIds } }`;

let executions: TestExecutions;
beforeAll(async () => {
  executions = await createExecutions({ operations: paidOperations() });
});
afterAll(() => executions[Symbol.asyncDispose]());

const as = async <Data>(viewer: Viewer, query: string, input: object, caller = 'llm-gateway') =>
  executeAs<Data>(executions.service, viewer, query, { input }, { caller });

interface Taken {
  readonly sliceId: string | null;
  readonly amount: number | null;
  readonly endsInMs: number | null;
  readonly lost: boolean;
  readonly exhausted: { readonly scope: string } | null;
}
const take = async (viewer: Viewer, sliceId: string, atLeast: number, of: object = {}): Promise<Taken> => {
  const input = { sliceId, held: false, used: 0, underWay: 0, atLeast, ...of };
  return (await as<{ takeBudgetSlice: Taken }>(viewer, TAKE, input)).data.takeBudgetSlice;
};
const row = (callId: string, cost: number | null) => ({
  callId,
  modelId: null,
  model: 'acme/dear',
  apiKeyId: 'key_1',
  startedById: 'usr_1',
  operation: 'chat',
  promptTokens: 1,
  completionTokens: 1,
  cachedTokens: 0,
  cost,
  unpriced: cost === null,
  durationMs: 1,
  at: '2026-11-23T10:00:00.000Z',
});
const record = async (viewer: Viewer, rows: readonly object[], slices: readonly object[]) =>
  (await as<{ recordUsage: { recorded: number; openSliceIds: string[] } }>(viewer, RECORD, { rows, slices })).data
    .recordUsage;
const budgets = async (viewer: Viewer) => {
  const { data } = await executeAs<{ budgets: { edges: { node: { scope: string } }[] } }>(
    executions.service,
    viewer,
    STATE,
  );
  return Object.fromEntries(data.budgets.edges.map(({ node: { scope, ...state } }) => [scope, state]));
};
const ledger = async ({ tenantId }: Viewer) => {
  const schema = z.object({ rows: z.number(), cost: z.number() });
  return (await executions.parts.database.tenant(tenantId).read(LEDGER, {}, schema))[0];
};
const withKey = (): Viewer => testViewer({ apiKey: { id: 'key_1', models: [], tools: [], tokensPerMinute: null } });
const limit = async (viewer: Viewer, of: object) => {
  const input = { scope: 'TENANT', period: 'MONTH', limit: 1_000, action: 'STOP', ...of };
  const { data } = await as<{ setBudget: { budget: object | null } }>(viewer, SET, input, 'graphql-gateway');
  expect(data.setBudget.budget).not.toBeNull();
};

test('a payer whom nothing limits holds nothing; the ledger has its calls all the same, each once', async () => {
  const viewer = testViewer();
  expect(await take(viewer, 'slc_1', 50)).toMatchObject({ sliceId: null, lost: false, exhausted: null });
  await record(viewer, [row('a', 5), row('b', null)], []);
  await record(viewer, [row('b', null), row('c', 7)], []);
  expect(await ledger(viewer)).toEqual({ rows: 3, cost: 12 });
  expect(await ledger(testViewer())).toEqual({ rows: 0, cost: 0 });
});

test('a slice is room in all budgets of the payer at once, the key included: the narrowest decides', async () => {
  const viewer = withKey();
  await limit(viewer, {});
  await limit(viewer, { scope: 'API_KEY', subjectId: 'key_1', limit: 100 });
  const taken = await take(viewer, 'slc_1', 60);
  expect(taken).toMatchObject({ sliceId: 'slc_1', amount: 62 });
  expect(await budgets(viewer)).toEqual({ TENANT: { spent: 0, reserved: 62 }, API_KEY: { spent: 0, reserved: 62 } });
  expect(await take(viewer, 'slc_2', 60)).toMatchObject({ sliceId: null, exhausted: { scope: 'API_KEY' } });
  // What was refused has taken nothing in the budgets that had room.
  expect((await budgets(viewer))['TENANT']).toEqual({ spent: 0, reserved: 62 });
  const { apiKey: _, ...session } = viewer;
  expect(await take(session, 'slc_3', 500)).toMatchObject({ sliceId: 'slc_3' });
});

test('what a person pays with an own key is in the budgets of their API key, and in no other', async () => {
  const viewer = withKey();
  await limit(viewer, { limit: 10 });
  expect(await take(viewer, 'slc_1', 60, { hasOwnKey: true })).toMatchObject({ sliceId: null, exhausted: null });
  await limit(viewer, { scope: 'API_KEY', subjectId: 'key_1', limit: 100 });
  expect(await take(viewer, 'slc_1', 60, { hasOwnKey: true })).toMatchObject({ sliceId: 'slc_1' });
  expect((await budgets(viewer))['TENANT']).toEqual({ spent: 0, reserved: 0 });
  expect(await take(viewer, 'slc_2', 60, { hasOwnKey: true })).toMatchObject({ exhausted: { scope: 'API_KEY' } });
});

test('what is told counts once, what is given back is free again, and a repetition changes nothing', async () => {
  const viewer = withKey();
  await limit(viewer, {});
  await take(viewer, 'slc_1', 200);
  for (let time = 0; time < 2; time += 1) {
    const told = await record(viewer, [row('a', 30)], [{ sliceId: 'slc_1', used: 30, returned: false }]);
    expect(told.openSliceIds).toEqual(['slc_1']);
  }
  expect(await budgets(viewer)).toEqual({ TENANT: { spent: 30, reserved: 210 } });
  const grown = await take(viewer, 'slc_1', 600, { held: true, used: 30, underWay: 100 });
  expect(grown.amount).toBeGreaterThanOrEqual(730);
  for (let time = 0; time < 2; time += 1) {
    const told = await record(viewer, [row('b', 70)], [{ sliceId: 'slc_1', used: 100, returned: true }]);
    expect(told.openSliceIds).toEqual([]);
  }
  expect(await budgets(viewer)).toEqual({ TENANT: { spent: 100, reserved: 0 } });
  expect(await ledger(viewer)).toEqual({ rows: 2, cost: 100 });
});

test('a process that dies leaves its whole slice as spent, and what it tells too late changes no budget', async () => {
  const viewer = withKey();
  await limit(viewer, {});
  const { amount } = await take(viewer, 'slc_1', 300);
  await record(viewer, [row('a', 10)], [{ sliceId: 'slc_1', used: 10, returned: false }]);
  await executions.parts.database.tenant(viewer.tenantId).write(AGE, {}, z.object({ id: z.string() }));
  expect(await budgets(viewer)).toEqual({ TENANT: { spent: amount, reserved: 0 } });
  expect(await take(viewer, 'slc_2', 1_000 - (amount ?? 0))).toMatchObject({ sliceId: 'slc_2' });
  expect(await take(viewer, 'slc_1', 1, { held: true, used: 20 })).toMatchObject({ lost: true });
  const late = await record(viewer, [row('b', 10)], [{ sliceId: 'slc_1', used: 20, returned: true }]);
  expect(late.openSliceIds).toEqual([]);
  expect((await budgets(viewer))['TENANT']).toMatchObject({ spent: amount });
  expect(await ledger(viewer)).toEqual({ rows: 2, cost: 20 });
});

test('a slice is small beside its budget: room for four calls, or for as much again as is under way', async () => {
  const viewer = withKey();
  await limit(viewer, { limit: 1_000_000 });
  expect(await take(viewer, 'slc_1', 10)).toMatchObject({ amount: 40 });
  expect(await take(viewer, 'slc_1', 10, { held: true, used: 5, underWay: 100 })).toMatchObject({ amount: 205 });
});

test('a slice ends with its period: it is not topped up in the next one, where what it used counts for nothing', async () => {
  const viewer = withKey();
  await limit(viewer, { period: 'TOTAL' });
  expect((await take(viewer, 'slc_1', 10)).endsInMs).toBeNull();
  await limit(viewer, { period: 'DAY', scope: 'API_KEY', subjectId: 'key_1' });
  await take(viewer, 'slc_2', 10);
  const { endsInMs } = await take(viewer, 'slc_2', 20, { held: true });
  expect([(endsInMs ?? 0) > 0, (endsInMs ?? 0) <= 86_400_000]).toEqual([true, true]);
  await executions.parts.database.tenant(viewer.tenantId).write(OLD, {}, z.object({ id: z.string() }));
  expect(await take(viewer, 'slc_2', 30, { held: true, used: 10 })).toMatchObject({ lost: true, sliceId: null });
  expect(await take(viewer, 'slc_2', 30)).toMatchObject({ lost: true, sliceId: null });
  await record(viewer, [], [{ sliceId: 'slc_2', used: 10, returned: true }]);
  expect((await budgets(viewer))['API_KEY']).toEqual({ spent: 0, reserved: 0 });
});

test.each([
  ['models', { models: ['acme/*'] }],
  ['tokens', { tokensPerMinute: 1 }],
  ['budget', {}],
])('a key that is limited in its %s makes no trigger', async (named, of) => {
  const viewer = testViewer({ apiKey: { id: 'key_1', models: [], tools: [], tokensPerMinute: null, ...of } });
  if (named === 'budget') await limit(viewer, { scope: 'API_KEY', subjectId: 'key_1' });
  const create = 'mutation ($input: CreateTriggerInput!) { createTrigger(input: $input) { userErrors { code } } }';
  const input = { agentId: 'agt_1', name: 'x', type: 'WEBHOOK', configuration: {} };
  const { errors } = await as(viewer, create, input, 'graphql-gateway');
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', facts: { limits: [named] } } }]);
});

test('many processes at once never hold more than the budgets have', { timeout: 60_000 }, async () => {
  const viewer = withKey();
  await limit(viewer, {});
  await limit(viewer, { scope: 'API_KEY', subjectId: 'key_1', limit: 700 });
  const taken = await Promise.all(Array.from({ length: 20 }, (_, index) => take(viewer, `slc_${index}`, 90)));
  const granted = taken.filter(({ sliceId }) => sliceId !== null);
  expect(granted.length).toBeGreaterThan(4);
  const held = granted.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  expect(held).toBeLessThanOrEqual(700);
  const state = await budgets(viewer);
  expect(state['API_KEY']).toEqual({ spent: 0, reserved: held });
});

test.each([
  ['take', TAKE, { sliceId: 'slc_1', held: false, used: 0, underWay: 0, atLeast: 1 }],
  ['record', RECORD, { rows: [], slices: [] }],
])('nobody but the LLM gateway may %s', async (_, query, input) => {
  for (const caller of ['graphql-gateway', 'testing']) {
    const { errors } = await as(testViewer(), query, input, caller);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  }
});

test('a batch that is larger than one transaction takes is refused whole', async () => {
  const viewer = testViewer();
  const rows = Array.from({ length: 1_001 }, (_, index) => row(`call_${index}`, 1));
  const { errors } = await as(viewer, RECORD, { rows, slices: [] });
  expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);
  expect(await ledger(viewer)).toEqual({ rows: 0, cost: 0 });
});
