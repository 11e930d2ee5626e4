import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutions, endOf, startRun, type TestExecutions } from './create-executions.ts';
import { createPaidAgent, paidOperations, PaidModel } from './budgets/paid-agent.ts';
import { AGENT_ID, agentOperations } from './run-agent-spec.ts';

const RECORD = `mutation ($input: RecordUsageInput!) { recordUsage(input: $input) { recorded } }`;
const USAGE = `query ($filter: UsageFilter!, $first: Int, $after: String) { usage(filter: $filter, first: $first, after: $after) {
  edges { cursor node { key label executions modelCalls promptTokens completionTokens cost unpricedCalls ownKeyCost
    agent { id } user { id } apiKey { id } model { id } } } pageInfo { hasNextPage endCursor } } }`;
const SPAN = { since: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' };
const viewer = testViewer();
const colleague = testViewer({ tenantId: viewer.tenantId, roleKey: 'member' });
let executions: TestExecutions;
let ofRun: number;

interface Row {
  readonly key: string;
  readonly label: string;
  readonly cost: number;
  readonly modelCalls: number;
}

const row = (callId: string, of: object = {}) => ({
  callId,
  modelId: 'mdl_acme/dear',
  model: 'acme/dear',
  apiKeyId: null,
  startedById: viewer.userId,
  operation: 'chat',
  promptTokens: 10,
  completionTokens: 2,
  cachedTokens: 0,
  cost: 1_000,
  unpriced: false,
  durationMs: 1,
  at: '2026-03-04T10:00:00.000Z',
  ...of,
});

const usage = async (of: Viewer, filter: object, page: object = {}) =>
  executeAs<{
    usage: { edges: { cursor: string; node: Row }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }>(executions.service, of, USAGE, { filter: { ...SPAN, ...filter }, ...page });
const rowsOf = async (of: Viewer, filter: object): Promise<readonly Row[]> =>
  (await usage(of, filter)).data.usage.edges.map(({ node }) => node);

beforeAll(async () => {
  const names = [{ models: [{ id: 'mdl_acme/dear', slug: 'acme/dear' }] }];
  const model = new PaidModel();
  executions = await createPaidAgent(model, {
    operations: { ...paidOperations(), ModelNames: () => ({ catalogForGateway: { providers: names } }) },
  });
  await endOf(executions.service, viewer, await startRun(executions.service, viewer));
  ofRun = model.total;
  const rows = [
    row('a'),
    row('b', { apiKeyId: 'key_1', cost: 500 }),
    row('c', { modelId: null, model: 'other/free', cost: null, unpriced: true, at: '2026-03-05T10:00:00.000Z' }),
    row('d', { startedById: colleague.userId, cost: 7, ownKey: true }),
  ];
  await executeAs(executions.service, viewer, RECORD, { input: { rows, slices: [] } }, { caller: 'llm-gateway' });
});
afterAll(() => executions[Symbol.asyncDispose]());

test('what runs and direct calls cost is told by agent, person, key, model, provider, origin and day', async () => {
  expect(await rowsOf(viewer, { groupBy: 'AGENT' })).toMatchObject([
    { key: AGENT_ID, agent: { id: AGENT_ID }, executions: 1, modelCalls: 1, cost: ofRun },
    { key: '', label: 'Outside of runs', agent: null, executions: 0, modelCalls: 4, cost: 1_507, unpricedCalls: 1 },
  ]);
  expect(await rowsOf(viewer, { groupBy: 'USER' })).toMatchObject([
    { key: viewer.userId, user: { id: viewer.userId }, cost: ofRun + 1_500, ownKeyCost: 0 },
    { key: colleague.userId, cost: 7, ownKeyCost: 7 },
  ]);
  expect(await rowsOf(viewer, { groupBy: 'API_KEY' })).toMatchObject([
    { key: '', label: 'Without a key', cost: ofRun + 1_007 },
    { key: 'key_1', apiKey: { id: 'key_1' }, cost: 500 },
  ]);
  expect(await rowsOf(viewer, { groupBy: 'MODEL' })).toMatchObject([
    { label: 'acme/dear', model: { id: 'mdl_acme/dear' }, cost: ofRun + 1_507, modelCalls: 4 },
    { label: 'other/free', model: null, cost: 0, unpricedCalls: 1 },
  ]);
  expect(await rowsOf(viewer, { groupBy: 'PROVIDER' })).toMatchObject([
    { key: 'acme', cost: ofRun + 1_507, ownKeyCost: 7 },
    { key: 'other', modelCalls: 1 },
  ]);
  expect(await rowsOf(viewer, { groupBy: 'ORIGIN' })).toMatchObject([
    { cost: ofRun, executions: 1 },
    { key: 'DIRECT', cost: 1_507, executions: 0, modelCalls: 4 },
  ]);
  const days = await rowsOf(viewer, { groupBy: 'DAY' });
  expect(days.slice(0, 2)).toMatchObject([
    { key: '2026-03-04', cost: 1_507, modelCalls: 3 },
    { key: '2026-03-05', modelCalls: 1 },
  ]);
  expect(days.map(({ key }) => key)).toEqual(days.map(({ key }) => key).toSorted());
});

test('it is narrowed by span, person, model and key', async () => {
  const direct = { groupBy: 'DAY', since: '2026-03-04T00:00:00.000Z', until: '2026-03-05T00:00:00.000Z' };
  expect(await rowsOf(viewer, direct)).toMatchObject([{ cost: 1_507 }]);
  expect(await rowsOf(viewer, { ...direct, userId: colleague.userId })).toMatchObject([{ cost: 7 }]);
  expect(await rowsOf(viewer, { ...direct, apiKeyId: 'key_1' })).toMatchObject([{ cost: 500 }]);
  expect(await rowsOf(viewer, { ...direct, modelId: 'mdl_unknown' })).toEqual([]);
  expect(await rowsOf(viewer, { groupBy: 'AGENT', agentId: AGENT_ID })).toHaveLength(1);
});

test('a member sees their own, another tenant nothing', async () => {
  expect(await rowsOf(colleague, { groupBy: 'USER' })).toMatchObject([{ key: colleague.userId, cost: 7 }]);
  expect(await rowsOf(colleague, { groupBy: 'USER', userId: viewer.userId })).toEqual([]);
  expect(await rowsOf(testViewer(), { groupBy: 'MODEL' })).toEqual([]);
});

test('it comes in pages that leave nothing out', async () => {
  const first = (await usage(viewer, { groupBy: 'DAY' }, { first: 1 })).data.usage;
  expect(first.pageInfo.hasNextPage).toBe(true);
  const second = (await usage(viewer, { groupBy: 'DAY' }, { first: 1, after: first.pageInfo.endCursor })).data.usage;
  expect([...first.edges, ...second.edges].map(({ node }) => node.key)).toEqual(['2026-03-04', '2026-03-05']);
});

test('a page goes on after the place of a row that has no entries any more', async () => {
  const free = (await usage(viewer, { groupBy: 'MODEL' })).data.usage.pageInfo.endCursor;
  const { data } = await usage(viewer, { groupBy: 'MODEL', until: '2026-03-05T00:00:00.000Z' }, { after: free });
  expect(data.usage).toMatchObject({ edges: [], pageInfo: { hasNextPage: false } });
});

test.each([
  [{ groupBy: 'DAY', since: SPAN.until, until: SPAN.since }, {}],
  [{ groupBy: 'DAY', until: '2028-01-01T00:00:00.000Z' }, {}],
  [{ groupBy: 'DAY' }, { first: 0 }],
  [{ groupBy: 'DAY' }, { after: 'nonsense' }],
])('%j %j is refused', async (filter, page) => {
  expect((await usage(viewer, filter, page)).errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);
});

test('what endpoints of agents cost is told as such, where models and providers are', async () => {
  const caller = testViewer();
  await using endpoints = await createExecutions({
    operations: { ModelNames: () => ({ catalogForGateway: { providers: [] } }), ...agentOperations({}) },
    executeAgent: async (journal) => {
      const paid = { promptTokens: 1, completionTokens: 1, cachedTokens: 0, cost: 5, unpriced: false, modelId: null };
      const ask = async () => ({ output: 'Because.', details: {}, usage: paid });
      await journal.step({ key: 'endpoint', type: 'TOOL_EXECUTION', name: 'Ask', input: 1 }, ask);
      return { output: {}, text: '', citations: [] };
    },
  });
  await endOf(endpoints.service, caller, await startRun(endpoints.service, caller));
  for (const groupBy of ['MODEL', 'PROVIDER']) {
    const { data } = await executeAs(endpoints.service, caller, USAGE, { filter: { ...SPAN, groupBy } });
    expect(data).toMatchObject({ usage: { edges: [{ node: { label: 'Endpoints of agents', cost: 5 } }] } });
  }
});
