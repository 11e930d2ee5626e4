import { Outbox, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { Service } from '@aether/common/service';
import { executeAgent } from '@aether/runtime';
import { executeAs, type OperationHandlers, testId, testViewer } from '@aether/test-support';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { BudgetEscrow } from '../../src/budgets/budget-escrow.ts';
import { BudgetStore } from '../../src/db/budget-store.ts';
import { createExecutions, endOf, startRun } from '../create-executions.ts';
import { AGENT_ID, agentSpec, runnableAgent } from '../run-agent-spec.ts';
import { ANSWER_TOKENS, createPaidAgent, PaidModel, paidOperations, TEAM_ID } from './paid-agent.ts';

const SET = `mutation ($input: SetBudgetInput!) { setBudget(input: $input) {
  budget { id scope period limit spent reserved action resetsAt team { id } user { id } agent { id } } userErrors { path code } } }`;
const LIST = `query ($scope: BudgetScope, $first: Int, $after: String) { budgets(scope: $scope, first: $first, after: $after) {
  edges { node { id scope limit spent reserved } } pageInfo { hasNextPage endCursor } } }`;
const DELETE = 'mutation ($id: ID!) { deleteBudget(input: { budgetId: $id }) { deletedId } }';
const STEPS = `query ($id: ID!) { execution(id: $id) { spent chain { steps { edges { node { key status model { id } error { code } } } } } } }`;

const LEDGER = tenantStatement(
  'executions.test-ledger',
  'MATCH (u:UsageEntry {tenantId: $tenantId}) RETURN count(u) AS rows, coalesce(sum(u.cost), 0) AS cost',
);
const AGE_SLICES = tenantStatement(
  'executions.test-age-slices',
  'MATCH (s:BudgetSlice {tenantId: $tenantId}) SET s.expiresAtMs = 1 RETURN s.id AS id',
);
/** One call of the dear model: 200 tokens in, 100 out. */
const DEAR = 6_000;

interface SetAnswer {
  readonly setBudget: {
    readonly budget: { readonly id: string; readonly spent: number; readonly reserved: number } | null;
    readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
  };
}

const set = async (service: Service, viewer: Viewer, input: Readonly<Record<string, unknown>> = {}) =>
  executeAs<SetAnswer>(service, viewer, SET, {
    input: { scope: 'TENANT', period: 'MONTH', limit: 1_000_000_000, action: 'STOP', ...input },
  });

interface ListAnswer {
  readonly budgets: {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly spent: number; readonly reserved: number };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}
const list = async (service: Service, viewer: Viewer, variables = {}) =>
  (await executeAs<ListAnswer>(service, viewer, LIST, variables)).data.budgets;

async function stepsOf(service: Service, viewer: Viewer, id: string) {
  const { data } = await executeAs<{
    execution: { chain: { steps: { edges: readonly { node: Readonly<Record<string, unknown>> }[] } } };
  }>(service, viewer, STEPS, { id });
  return data.execution.chain.steps.edges.map(({ node }) => node);
}

test('a budget is set, changed, listed and deleted by those who may, one for each subject and period', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ operations: paidOperations() });
  const { service } = executions;
  const made = await set(service, viewer, { scope: 'TEAM', subjectId: TEAM_ID, period: 'DAY', limit: 5 });
  expect(made.data.setBudget).toMatchObject({
    budget: { scope: 'TEAM', period: 'DAY', limit: 5, spent: 0, reserved: 0, action: 'STOP', team: { id: TEAM_ID } },
    userErrors: [],
  });
  const id = made.data.setBudget.budget?.id ?? '';
  const again = await set(service, viewer, {
    scope: 'TEAM',
    subjectId: TEAM_ID,
    period: 'DAY',
    limit: 7,
    action: 'WARN',
  });
  expect(again.data.setBudget.budget).toMatchObject({ id, limit: 7, action: 'WARN' });
  const whole = await set(service, viewer, { period: 'TOTAL' });
  expect(whole.data.setBudget.budget).toMatchObject({ scope: 'TENANT', resetsAt: null });

  expect((await list(service, viewer)).edges).toHaveLength(2);
  expect((await list(service, viewer, { scope: 'TEAM' })).edges).toMatchObject([{ node: { id, limit: 7 } }]);
  const page = await list(service, viewer, { first: 1 });
  expect(page.pageInfo.hasNextPage).toBe(true);
  expect((await list(service, viewer, { first: 1, after: page.pageInfo.endCursor })).edges).toHaveLength(1);

  expect((await executeAs(service, viewer, DELETE, { id })).data).toEqual({ deleteBudget: { deletedId: id } });
  expect((await executeAs(service, viewer, DELETE, { id })).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
});

test.each([
  [{ limit: -1 }, 'VALIDATION_FAILED', ['input', 'limit']],
  [{ subjectId: AGENT_ID }, 'VALIDATION_FAILED', ['input', 'subjectId']],
  [{ scope: 'AGENT' }, 'VALIDATION_FAILED', ['input', 'subjectId']],
  [{ scope: 'AGENT', subjectId: 'agt_unknown' }, 'NOT_FOUND', null],
  [{ scope: 'TEAM', subjectId: 'tea_unknown' }, 'NOT_FOUND', null],
  [{ scope: 'DEPARTMENT', subjectId: 'dep_unknown' }, 'NOT_FOUND', null],
  [{ scope: 'USER', subjectId: TEAM_ID }, 'NOT_FOUND', null],
])('%j is no budget', async (input, code, path) => {
  const viewer = testViewer();
  await using executions = await createExecutions({ operations: paidOperations() });
  const { data } = await set(executions.service, viewer, input);
  expect(data.setBudget).toMatchObject({ budget: null, userErrors: [{ code, path }] });
  expect((await list(executions.service, viewer)).edges).toEqual([]);
});

test('what a person pays with an own key is in the ledger and in no budget', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  model.ownKey = true;
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  await set(service, viewer);
  await endOf(service, viewer, await startRun(service, viewer));
  expect(model.total).toBe(DEAR);
  const [ledger] = await executions.parts.database
    .tenant(viewer.tenantId)
    .read(LEDGER, {}, z.object({ rows: z.number(), cost: z.number() }));
  expect(ledger).toEqual({ rows: 1, cost: DEAR });
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 0 } }]);
  // The next call is the organization's again.
  model.ownKey = false;
  await endOf(service, viewer, await startRun(service, viewer));
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: DEAR } }]);
});

test('a call with an own key that breaks off in the middle is in no budget of the organization', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  model.ownKey = true;
  model.breaksOff = true;
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  await set(service, viewer);
  await endOf(service, viewer, await startRun(service, viewer));
  expect(model.calls).toBeGreaterThan(0);
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 0 } }]);
  // The same with the organization's key has cost it something.
  model.ownKey = false;
  await endOf(service, viewer, await startRun(service, viewer));
  const [budget] = (await list(service, viewer)).edges;
  expect(budget?.node.spent).toBeGreaterThan(0);
});

test('budgets of an API key count what is called with an own key, and so does the run', async () => {
  const viewer = { ...testViewer(), apiKey: { id: testId('key'), models: [], tools: [], tokensPerMinute: null } };
  const model = new PaidModel();
  model.ownKey = true;
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  await set(service, viewer);
  await set(service, viewer, { scope: 'API_KEY', subjectId: viewer.apiKey.id });
  await endOf(service, viewer, await startRun(service, viewer));
  const spent = (await list(service, viewer)).edges.map(({ node }) => node.spent).toSorted((a, b) => a - b);
  expect(spent).toEqual([0, DEAR]);
});

test.each(['TENANT', 'TEAM', 'USER', 'AGENT'])(
  'what a person pays with an own key is called although the budget of scope %s has nothing left',
  async (scope) => {
    const viewer = testViewer({ teamIds: [TEAM_ID] });
    const model = new PaidModel();
    model.ownKey = true;
    await using executions = await createPaidAgent(model);
    const { service } = executions;
    const subjectId = { TENANT: null, TEAM: TEAM_ID, USER: viewer.userId, AGENT: AGENT_ID }[scope];
    await set(service, viewer, { scope, subjectId, limit: 0 });
    expect(await endOf(service, viewer, await startRun(service, viewer))).toMatchObject({ status: 'SUCCEEDED' });
    expect(model).toMatchObject({ calls: 1, refused: 0, total: DEAR });
    expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 0, reserved: 0 } }]);
  },
);

test('a key that is gone is noticed before anything is sent: the budget refuses, and nothing is spent', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  await set(service, viewer, { limit: 3_000 });
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'FAILED', error: { code: 'BUDGET_EXHAUSTED' } });
  expect(model).toMatchObject({ calls: 0, refused: 1, total: 0 });
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 0, reserved: 0 } }]);
});

test('the budget of the run and that of the API key hold for an own key, too', async () => {
  const viewer = { ...testViewer(), apiKey: { id: testId('key'), models: [], tools: [], tokensPerMinute: null } };
  const model = new PaidModel();
  model.ownKey = true;
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  await set(service, viewer, { limit: 0 });
  const run = await startRun(service, viewer, { budget: 3_000 });
  expect(await endOf(service, viewer, run)).toMatchObject({ error: { code: 'BUDGET_EXHAUSTED' } });
  await set(service, viewer, { scope: 'API_KEY', subjectId: viewer.apiKey.id, limit: 3_000 });
  const limited = await endOf(service, viewer, await startRun(service, viewer));
  expect(limited).toMatchObject({ error: { code: 'BUDGET_EXHAUSTED' } });
  expect(JSON.stringify(limited['error'])).toContain('API key');
  expect(model).toMatchObject({ calls: 0, refused: 0 });
});

test('after a call with an own key the next one of its run reserves nothing, until the key is gone', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  const node = (name: string) => ({ type: 'model' as const, prompt: `"${name}"` });
  const spec = agentSpec({
    kind: 'WORKFLOW',
    model: { primary: 'acme/dear', parameters: { maximumOutputTokens: ANSWER_TOKENS } },
    flow: {
      nodes: {
        begin: { type: 'input' },
        first: node('first'),
        second: node('second'),
        third: node('third'),
        out: { type: 'output', fields: { answer: 'nodes.third.output.text' } },
      },
      edges: {
        a: { from: 'begin', to: 'first' },
        b: { from: 'first', to: 'second' },
        c: { from: 'second', to: 'third' },
        d: { from: 'third', to: 'out' },
      },
    },
  });
  const models = [{ id: 'mdl_acme/dear', slug: 'acme/dear' }];
  await using executions = await createExecutions({
    executeAgent,
    operations: {
      ...paidOperations(),
      AgentVersionForRun: () => ({ agentVersionForRun: { ...runnableAgent({ spec }), models } }),
    },
    parts: {
      modelFetch: (url, init) => {
        model.ownKey = model.calls < 2;
        return model.fetch(url, init);
      },
    },
  });
  const { service } = executions;
  await set(service, viewer);
  expect(await endOf(service, viewer, await startRun(service, viewer))).toMatchObject({ status: 'SUCCEEDED' });
  expect(model.ownKeyOnly).toEqual([false, true, true, false]);
  expect(model).toMatchObject({ calls: 3, refused: 1 });
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: DEAR } }]);
});

test('a member sees what limits them, sets nothing, and budgets of others answer as unknown ones', async () => {
  const owner = testViewer();
  const member = testViewer({ tenantId: owner.tenantId, roleKey: 'member' });
  await using executions = await createExecutions({ operations: paidOperations() });
  const { service } = executions;
  const whole = await set(service, owner);
  await set(service, owner, { scope: 'AGENT', subjectId: AGENT_ID });
  await set(service, owner, { scope: 'USER', subjectId: owner.userId });
  const own = await set(service, owner, { scope: 'USER', subjectId: member.userId });
  const seen = (await list(service, member)).edges.map(({ node }) => node.id);
  expect(seen).toEqual([whole, own].map(({ data }) => data.setBudget.budget?.id));
  const forbidden = [{ extensions: { code: 'FORBIDDEN' } }];
  expect((await set(service, member)).errors).toMatchObject(forbidden);
  const [id = ''] = seen;
  expect((await executeAs(service, member, DELETE, { id })).errors).toMatchObject(forbidden);
  const stranger = testViewer();
  expect((await executeAs(service, stranger, DELETE, { id })).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  expect((await list(service, stranger)).edges).toEqual([]);
  const entity = 'query ($id: ID!) { _entities(representations: [{ __typename: "Budget", id: $id }]) { __typename } }';
  expect((await executeAs(service, stranger, entity, { id })).data).toEqual({ _entities: [null] });
});

test('a call that does not fit is not made: the run ends BUDGET_EXHAUSTED, and its step says so', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  await set(service, viewer, { scope: 'USER', subjectId: viewer.userId, limit: 3_000 });
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'FAILED', error: { code: 'BUDGET_EXHAUSTED' } });
  expect(model.calls).toBe(0);
  expect((await stepsOf(service, viewer, id)).at(-1)).toMatchObject({
    status: 'FAILED',
    error: { code: 'BUDGET_EXHAUSTED' },
  });
  // Somebody else is not limited by it.
  const other = testViewer({ tenantId: viewer.tenantId });
  expect(await endOf(service, other, await startRun(service, other))).toMatchObject({ status: 'SUCCEEDED' });
  expect(model.calls).toBe(1);
});

test('the budget of the run itself is kept before the call, and a raised budget lets it through', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  const poor = await startRun(service, viewer, { budget: 3_000 });
  expect(await endOf(service, viewer, poor)).toMatchObject({ error: { code: 'BUDGET_EXHAUSTED' } });
  const why = 'query ($id: ID!) { execution(id: $id) { error { message hint } } }';
  expect((await executeAs(service, viewer, why, { id: poor })).data).toMatchObject({
    execution: {
      error: {
        message: expect.stringMatching(/^The next call may cost up to \$0\.0\d+, and .* has \$0\.000003 left\.$/),
        hint: expect.stringMatching(/^An answer of up to [\d,]+ tokens is reserved: lower "maximumOutputTokens"/),
      },
    },
  });
  expect(model.calls).toBe(0);
  const rich = await startRun(service, viewer, { budget: 1_000_000 });
  expect(await endOf(service, viewer, rich)).toMatchObject({ status: 'SUCCEEDED', totalCost: DEAR });
});

test.each([
  ['DEGRADE', 'SUCCEEDED', { 'acme/cheap': 60 }],
  ['STOP', 'FAILED', {}],
  ['WARN', 'SUCCEEDED', { 'acme/dear': DEAR }],
])('%s near its limit: the run is %s', async (action, status, charged) => {
  const viewer = testViewer();
  const model = new PaidModel();
  await using executions = await createPaidAgent(model, { spec: { fallbacks: ['acme/cheap'] } });
  const { service } = executions;
  await set(service, viewer, { limit: 3_000, action });
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status });
  expect(Object.fromEntries(model.charged)).toEqual(charged);
});

test('a model whose price nobody knows is not held back, and what it costs stays unpriced', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  await using executions = await createPaidAgent(model, { spec: { primary: 'acme/unknown' } });
  const { service } = executions;
  await set(service, viewer, { limit: 1 });
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', totalCost: null, unpriced: true });
});

test(
  'many runs of two processes at once spend what the budget allows, and ledger, budget and vendor agree',
  { timeout: 60_000 },
  async () => {
    const viewer = testViewer();
    const model = new PaidModel();
    const limit = 400_000;
    {
      await using one = await createPaidAgent(model);
      await using two = await createPaidAgent(model);
      await set(one.service, viewer, { limit });
      await set(one.service, viewer, { scope: 'AGENT', subjectId: AGENT_ID, limit: limit * 2 });
      const ids = await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const { service } = index % 2 === 0 ? one : two;
          return { service, id: await startRun(service, viewer) };
        }),
      );
      const ends = await Promise.all(ids.map(({ service, id }) => endOf(service, viewer, id)));
      const succeeded = ends.filter(({ status }) => status === 'SUCCEEDED').length;
      expect(model.calls).toBe(succeeded);
      expect(model.total).toBeLessThanOrEqual(limit);
      // Most of the budget is used: what is reserved for one call is free again when it has ended.
      expect(succeeded).toBeGreaterThan(limit / DEAR / 2);
      for (const { node } of (await list(one.service, viewer)).edges) {
        expect(node.spent).toBe(model.total);
        expect(node.reserved).toBeGreaterThanOrEqual(0);
      }
      const [ledger] = await one.parts.database
        .tenant(viewer.tenantId)
        .read(LEDGER, {}, z.object({ rows: z.number(), cost: z.number() }));
      expect(ledger).toEqual({ rows: model.calls, cost: model.total });
    }
    // Both have ended in order and given back what they had.
    await using after = await createExecutions({ operations: paidOperations() });
    for (const { node } of (await list(after.service, viewer)).edges)
      expect(node).toMatchObject({ spent: model.total, reserved: 0 });
  },
);

test('a process that dies in a call leaves its most as spent; another one goes on with the rest', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  await using executions = await createPaidAgent(model);
  const { service, parts } = executions;
  await set(service, viewer, { limit: 100_000 });
  // Of a process that takes a slice, makes a call and is never heard of again.
  const store = new BudgetStore({ ...parts, outbox: new Outbox({ ...parts, lane: parts.instance }) });
  const budgets = await store.list(viewer.tenantId);
  const dead = new BudgetEscrow({ ...parts, store, directory: { of: async () => budgets } });
  const payer = { ...viewer, agentId: AGENT_ID, apiKeyId: null };
  const hold = await dead.hold(payer, 40_000);
  await store.renew(hold?.marks() ?? [], 60_000);
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 0, reserved: 43_000 } }]);
  await parts.database.tenant(viewer.tenantId).write(AGE_SLICES, {}, z.object({ id: z.string() }));
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 40_000, reserved: 0 } }]);
  expect(await endOf(service, viewer, await startRun(service, viewer))).toMatchObject({ status: 'SUCCEEDED' });
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 40_000 + DEAR } }]);
  await dead[Symbol.asyncDispose]();
  expect((await list(service, viewer)).edges).toMatchObject([{ node: { spent: 40_000 + DEAR } }]);
});

test('a cancelled call counts what it may have cost, and a budget that is deleted limits nobody', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  const gate = Promise.withResolvers<void>();
  model.gate = gate.promise;
  await using executions = await createPaidAgent(model);
  const { service } = executions;
  const { data } = await set(service, viewer, { limit: 1_000_000 });
  const id = await startRun(service, viewer);
  await vi.waitFor(() => expect(model.calls).toBe(1), { timeout: 30_000 });
  await vi.waitFor(async () => expect((await list(service, viewer)).edges[0]?.node.reserved).toBeGreaterThan(0));
  const cancel = 'mutation ($id: ID!) { cancelExecution(input: { executionId: $id }) { execution { id } } }';
  await executeAs(service, viewer, cancel, { id });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'CANCELLED' });
  gate.resolve();
  model.gate = Promise.resolve();
  await executeAs(service, viewer, DELETE, { id: data.setBudget.budget?.id });
  await set(service, viewer, { limit: 0 });
  const refused = await startRun(service, viewer);
  expect(await endOf(service, viewer, refused)).toMatchObject({ error: { code: 'BUDGET_EXHAUSTED' } });
  const [edge] = (await list(service, viewer)).edges;
  await executeAs(service, viewer, DELETE, { id: edge?.node.id });
  const free = await startRun(service, viewer);
  expect(await endOf(service, viewer, free)).toMatchObject({ status: 'SUCCEEDED' });
});

test('without a budget no call asks for a price', async () => {
  const viewer = testViewer();
  const model = new PaidModel();
  const { ModelPrice } = paidOperations();
  const asked: unknown[] = [];
  const operations: OperationHandlers = {
    ModelPrice: (variables, call) => {
      asked.push(variables['id']);
      return ModelPrice?.(variables, call);
    },
  };
  await using executions = await createPaidAgent(model, { operations });
  const { service } = executions;
  expect(await endOf(service, viewer, await startRun(service, viewer))).toMatchObject({ status: 'SUCCEEDED' });
  expect(asked).toEqual([]);
  await set(service, viewer);
  expect(await endOf(service, viewer, await startRun(service, viewer))).toMatchObject({ status: 'SUCCEEDED' });
  expect(asked).toEqual(['mdl_acme/dear']);
});
