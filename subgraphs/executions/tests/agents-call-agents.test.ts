import { setTimeout as pause } from 'node:timers/promises';
import { type Database, tenantStatement } from '@aether/common/graph';
import { testViewer } from '@aether/test-support';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { callsBeside, cancel, childrenOf, createTeam, startMember, treeOf } from './agent-team.ts';
import { endOf, eventOf, testQueue } from './create-executions.ts';
import { hang } from './scripted-loops.ts';
import { callsOnce } from './scripted-model-fetch.ts';

const PATIENT = { timeout: 30_000 };
/** Several runs, one after another, on a database that sees their statements for the first time. */
vi.setConfig({ testTimeout: 60_000 });

const answers: ExecuteAgent = async () => ({ output: { answer: 'Because.' }, text: 'Because.', citations: [] });
const waits: ExecuteAgent = (journal) => hang(journal.signal);

const LEDGER = tenantStatement(
  'executions.test-ledger',
  'MATCH (u:UsageEntry {tenantId: $tenantId}) RETURN u.cost AS cost',
);

async function ledgerOf(database: Database, tenantId: string): Promise<readonly number[]> {
  const rows = await database.tenant(tenantId).read(LEDGER, {}, z.object({ cost: z.number() }));
  return rows.map(({ cost }) => cost);
}

/** Pays `cost` nano-USD, then answers. */
const pays =
  (cost: number): ExecuteAgent =>
  async (journal) => {
    const text = await journal.step({ key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', input: 1 }, async () => ({
      output: 'Because.',
      details: {},
      usage: { promptTokens: 1, completionTokens: 1, cachedTokens: 0, cost, unpriced: false, modelId: null },
    }));
    return { output: { answer: text }, text, citations: [] };
  };

test('an agent calls another as a tool: a run of its own, linked to the step, whose cost rolls up', async () => {
  const viewer = testViewer();
  await using team = await createTeam({
    members: { boss: { calls: ['clerk'] }, clerk: {} },
    model: (agent, asked) =>
      agent === 'boss'
        ? callsOnce({ name: 'agent__clerk', arguments: { question: 'When?' } })(asked)
        : { text: 'At noon.' },
  });
  const id = await startMember(team.service, viewer, 'boss');
  const end = await endOf(team.service, viewer, id);
  expect(end).toMatchObject({ status: 'SUCCEEDED', totalCost: 15 });
  expect(JSON.stringify(end['output'])).toContain('At noon.');
  const run = await treeOf(team.service, viewer, id);
  const [child] = childrenOf(run);
  expect(run).toMatchObject({ spent: 15, ownSpent: 10, parent: null, chain: { summary: { totalCost: 15 } } });
  expect(child).toMatchObject({
    status: 'SUCCEEDED',
    origin: 'AGENT',
    spent: 5,
    agent: { id: 'agt_clerk' },
    parent: { id },
  });
  expect(run.chain.steps.edges.map(({ node }) => node)).toMatchObject([
    { key: 'model/0', childExecution: null },
    { key: 'model/0/tool:agent/clerk/0', type: 'AGENT_CALL', cost: 5, childExecution: { id: child?.id } },
    { key: 'model/1', childExecution: null },
  ]);
  // The called run's ledger has what it paid; the call itself adds no entry.
  expect(await ledgerOf(team.parts.database, viewer.tenantId)).toEqual([5, 5, 5]);
});

test('with one place for runs, a run and those that it calls still come to their end', async () => {
  const viewer = testViewer();
  const calls = (agent: string): readonly string[] => ({ boss: ['chief', 'chief'], chief: ['clerk'] })[agent] ?? [];
  await using team = await createTeam({
    members: { boss: {}, chief: {}, clerk: {} },
    executeAgent: callsBeside(calls, answers),
    config: { concurrency: 1 },
  });
  const ids = await Promise.all([1, 2, 3].map(() => startMember(team.service, viewer, 'boss')));
  for (const id of ids)
    expect(await endOf(team.service, viewer, id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { answer: 'Because. Because.' },
    });
});

test('a run that changes its worker finds the run that it called, and never calls a second one', async () => {
  const viewer = testViewer();
  const config = { queues: [testQueue()], concurrency: 4 };
  const gate = Promise.withResolvers<void>();
  let answered = 0;
  const clerk: ExecuteAgent = async (journal) => {
    await Promise.race([gate.promise, hang(journal.signal)]);
    answered += 1;
    return { output: { answer: 'Because.' }, text: 'Because.', citations: [] };
  };
  const executeAgent = callsBeside((agent) => (agent === 'boss' ? ['clerk'] : []), clerk);
  const members = { boss: {}, clerk: {} };
  const first = await createTeam({ members, executeAgent, config });
  const id = await startMember(first.service, viewer, 'boss');
  await expect
    .poll(async () => childrenOf(await treeOf(first.service, viewer, id)).map(({ status }) => status), PATIENT)
    .toEqual(['RUNNING']);
  await first[Symbol.asyncDispose]();

  await using second = await createTeam({ members, executeAgent, config });
  gate.resolve();
  expect(await endOf(second.service, viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: 'Because.' },
  });
  expect(childrenOf(await treeOf(second.service, viewer, id))).toHaveLength(1);
  expect(answered).toBe(1);
});

test('cancelling a run cancels what it called, on all levels, at once', async () => {
  const viewer = testViewer();
  const calls = (agent: string): readonly string[] => ({ boss: ['chief'], chief: ['clerk'] })[agent] ?? [];
  await using team = await createTeam({
    members: { boss: {}, chief: {}, clerk: {} },
    executeAgent: callsBeside(calls, waits),
  });
  const id = await startMember(team.service, viewer, 'boss');
  const grandchild = async () => {
    const [chief] = childrenOf(await treeOf(team.service, viewer, id));
    return chief === undefined ? undefined : childrenOf(await treeOf(team.service, viewer, chief.id))[0];
  };
  await expect.poll(async () => (await grandchild())?.status, PATIENT).toBe('RUNNING');
  const last = await grandchild();
  const begin = performance.now();
  expect((await cancel(team.service, viewer, id)).errors).toEqual([]);
  expect(await endOf(team.service, viewer, last?.id ?? '')).toMatchObject({ status: 'CANCELLED' });
  // Within 2 s where nothing else is at work; the grace before it is given up is 15 s.
  expect(performance.now() - begin).toBeLessThan(8_000);
  expect(await endOf(team.service, viewer, id)).toMatchObject({ status: 'CANCELLED' });
});

test('agents that call each other in a circle end at the depth limit, with its code on the step', async () => {
  const viewer = testViewer();
  const calls = (agent: string): readonly string[] => (agent === 'left' ? ['right'] : ['left']);
  const spec = { limits: { recursionDepth: 2 } };
  await using team = await createTeam({
    members: { left: { spec }, right: { spec } },
    executeAgent: callsBeside(calls, answers),
  });
  const id = await startMember(team.service, viewer, 'left');
  expect(await endOf(team.service, viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: 'CALL_DEPTH_EXCEEDED' },
  });
  const [deepest] = childrenOf(await treeOf(team.service, viewer, id)).flatMap(childrenOf);
  const [step] = (await treeOf(team.service, viewer, deepest?.id ?? '')).chain.steps.edges;
  expect(step?.node).toMatchObject({ status: 'FAILED', error: { code: 'CALL_DEPTH_EXCEEDED' }, childExecution: null });
});

test('a run calls at most 32 others; the next call fails with its code, and nothing is started', async () => {
  const viewer = testViewer();
  const many = Array.from({ length: 34 }, () => 'clerk');
  await using team = await createTeam({
    members: { boss: { spec: { limits: { steps: 60 } } }, clerk: {} },
    executeAgent: callsBeside((agent) => (agent === 'boss' ? many : []), answers),
  });
  const id = await startMember(team.service, viewer, 'boss');
  const { output } = await endOf(team.service, viewer, id);
  expect(String((output as { answer: string }).answer).match(/CALL_FAN_OUT_EXCEEDED/gu)).toHaveLength(2);
});

test('runs that are called at the same time share what their caller has left, and what they cost counts', async () => {
  const viewer = testViewer();
  const gate = Promise.withResolvers<void>();
  await using team = await createTeam({
    members: { boss: {}, clerk: {} },
    executeAgent: callsBeside(
      (agent) => (agent === 'boss' ? ['clerk', 'clerk'] : []),
      async (journal, parts) => {
        await gate.promise;
        return pays(60)(journal, parts);
      },
    ),
  });
  const id = await startMember(team.service, viewer, 'boss', { budget: 100 });
  const refused = async () =>
    (await treeOf(team.service, viewer, id)).chain.steps.edges.map(({ node }) => node.error?.code);
  // The first got all that was left, so the second had nothing while it was open.
  await expect.poll(refused, PATIENT).toContain('BUDGET_EXHAUSTED');
  gate.resolve();
  const end = await endOf(team.service, viewer, id);
  expect(end['output']).toEqual({ answer: 'Because. BUDGET_EXHAUSTED' });
  const run = await treeOf(team.service, viewer, id);
  expect(run).toMatchObject({ spent: 60, ownSpent: 0 });
  expect(childrenOf(run)).toMatchObject([{ budget: 100, spent: 60 }]);
});

test('an agent that is unknown, withdrawn meanwhile, closed to the person, or fails, is told as a failed step', async () => {
  const viewer = testViewer();
  const withdrawn = new Set<string>();
  const fails: ExecuteAgent = async () => {
    throw new Error('a defect');
  };
  await using team = await createTeam({
    members: { boss: {}, broken: {}, gone: {}, closed: { isClosed: true } },
    withdrawn,
    executeAgent: callsBeside((agent) => {
      withdrawn.add('gone');
      return agent === 'boss' ? ['nobody', 'gone', 'closed', 'broken'] : [];
    }, fails),
  });
  const id = await startMember(team.service, viewer, 'boss');
  expect(await endOf(team.service, viewer, id)).toMatchObject({
    output: { answer: 'NOT_FOUND AGENT_DISABLED FORBIDDEN INTERNAL_SERVER_ERROR' },
  });
  const run = await treeOf(team.service, viewer, id);
  expect(run.chain.steps.edges.map(({ node }) => node.status)).toEqual(['FAILED', 'FAILED', 'FAILED', 'FAILED']);
  expect(childrenOf(run)).toMatchObject([{ status: 'FAILED' }]);
});

test('a child ends with its caller when that is past its deadline', async () => {
  const viewer = testViewer();
  await using team = await createTeam({
    members: { boss: {}, clerk: {} },
    executeAgent: callsBeside((agent) => (agent === 'boss' ? ['clerk'] : []), waits),
  });
  const id = await startMember(team.service, viewer, 'boss', { deadlineMs: 3_000 });
  expect(await endOf(team.service, viewer, id)).toMatchObject({ status: 'TIMED_OUT' });
  const [child] = childrenOf(await treeOf(team.service, viewer, id));
  expect(['TIMED_OUT', 'CANCELLED']).toContain((await endOf(team.service, viewer, child?.id ?? ''))['status']);
});

test('what a called run waits counts for none of those above it, also when their process ends meanwhile', async () => {
  const viewer = testViewer();
  const waitsLong: ExecuteAgent = async (journal, parts) => {
    await journal.timer({ key: 'pause', name: 'Wait for a person', afterMs: 8_000 });
    return answers(journal, parts);
  };
  const team = {
    members: { boss: {}, chief: {}, clerk: {} },
    executeAgent: callsBeside((agent) => ({ boss: ['chief'], chief: ['clerk'] })[agent] ?? [], waitsLong),
    config: { queues: [testQueue()], reconcileMs: 200 },
  };
  const first = await createTeam(team);
  const stays = await startMember(first.service, viewer, 'boss', { deadlineMs: 5_000 });
  const end = endOf(first.service, viewer, stays);
  await pause(7_000);
  const moves = await startMember(first.service, viewer, 'boss', { deadlineMs: 5_000 });
  expect(await end).toMatchObject({ status: 'SUCCEEDED' });
  await first[Symbol.asyncDispose]();
  await pause(3_000);
  await using second = await createTeam(team);
  expect(await endOf(second.service, viewer, moves)).toMatchObject({ status: 'SUCCEEDED' });
});

test('another tenant sees neither the run nor what it called', async () => {
  const viewer = testViewer();
  await using team = await createTeam({
    members: { boss: {}, clerk: {} },
    executeAgent: callsBeside((agent) => (agent === 'boss' ? ['clerk'] : []), answers),
  });
  const id = await startMember(team.service, viewer, 'boss');
  await eventOf(team.service, viewer, id, ({ event }) => event.__typename === 'ExecutionEnded');
  const [child] = childrenOf(await treeOf(team.service, viewer, id));
  const stranger = testViewer();
  await expect(treeOf(team.service, stranger, id)).rejects.toThrow('There is no run');
  await expect(treeOf(team.service, stranger, child?.id ?? '')).rejects.toThrow('There is no run');
});
