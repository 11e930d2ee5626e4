import { executeAgent } from '@aether/runtime';
import type { AgentSpecInput } from '@aether/schema';
import { executeAs, startTcpProxy, testViewer } from '@aether/test-support';
import { expect, inject, test } from 'vitest';
import { allEvents, createExecutions, endOf, eventOf, startRun, testQueue } from './create-executions.ts';
import { agentOperations, agentSpec } from './run-agent-spec.ts';
import { hang, started } from './scripted-loops.ts';
import { scriptedModelFetch } from './scripted-model-fetch.ts';
import { approvalOf, decide } from './tool-agent.ts';
import type { TestExecutionsOptions } from './create-executions.ts';

const CHAIN = `query ($id: ID!) { execution(id: $id) { status spent output error { code message stepId hint }
  chain { summary { totalCost totalSteps } steps { edges { node { id key nodeId type name status error { code } } } } } } }`;
const CANCEL = `mutation ($input: CancelExecutionInput!) { cancelExecution(input: $input) { userErrors { code } } }`;

interface Chain {
  readonly execution: {
    readonly status: string;
    readonly spent: number;
    readonly output: unknown;
    readonly error: { readonly code: string; readonly message: string; readonly stepId: string | null } | null;
    readonly chain: {
      readonly summary: { readonly totalCost: number; readonly totalSteps: number };
      readonly steps: {
        readonly edges: readonly {
          readonly node: {
            readonly id: string;
            readonly key: string;
            readonly nodeId: string | null;
            readonly type: string;
            readonly status: string;
          };
        }[];
      };
    };
  };
}

/** Two drafts side by side, one way or the other by the amount, a person in one of them. */
const flow: AgentSpecInput['flow'] = {
  nodes: {
    begin: { type: 'input' },
    short: { type: 'model', prompt: '"Short: " + inputs.question', name: 'Short draft' },
    long: { type: 'model', prompt: '"Long: " + inputs.question' },
    both: { type: 'merge' },
    check: { type: 'condition', expression: 'inputs.question.contains("important")' },
    ask: { type: 'approval', question: 'Send it?', show: { text: 'nodes.long.output.text' } },
    sent: { type: 'output', fields: { answer: 'nodes.both.output.short.text' } },
    plain: { type: 'output', fields: { answer: 'nodes.both.output.long.text' } },
  },
  edges: {
    a: { from: 'begin', to: 'short' },
    b: { from: 'begin', to: 'long' },
    c: { from: 'short', to: 'both' },
    d: { from: 'long', to: 'both' },
    e: { from: 'both', to: 'check' },
    f: { from: 'check', to: 'ask', when: true },
    g: { from: 'ask', to: 'sent' },
    h: { from: 'check', to: 'plain', when: false },
  },
};

type Model = Parameters<typeof scriptedModelFetch>[0];
const echo: Model = ({ messages }) => ({ text: `<${messages.at(-1)?.content}>` });

function createWorkflow(model: Model = echo, options: TestExecutionsOptions = {}, ofFlow = flow) {
  const spec = agentSpec({ kind: 'WORKFLOW', flow: ofFlow });
  return createExecutions({
    executeAgent,
    operations: agentOperations({ spec }),
    ...options,
    parts: { modelFetch: scriptedModelFetch(model), ...options.parts },
  });
}

async function chainOf(service: Parameters<typeof endOf>[0], viewer: Parameters<typeof endOf>[1], id: string) {
  const { data } = await executeAs<Chain>(service, viewer, CHAIN, { id });
  if (data == null) throw new Error('The run is not there.');
  const steps = data.execution.chain.steps.edges.map(({ node }) => node);
  return {
    ...data.execution,
    steps,
    lines: steps.map(({ key, nodeId, type, status }) => [key, nodeId, type, status].join(' ')),
  };
}

test('every node is a step with its type, the way that was not taken is shown, and cost rolls up', async () => {
  const viewer = testViewer();
  await using executions = await createWorkflow();
  const id = await startRun(executions.service, viewer, { input: { question: 'small' } });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: '<Long: small>' },
  });
  const chain = await chainOf(executions.service, viewer, id);
  expect(chain.lines.toSorted()).toEqual([
    'ask/skip ask APPROVAL SKIPPED',
    'both/merge both MERGE SUCCEEDED',
    'check/condition check CONDITION SUCCEEDED',
    'long/model/0 long LLM_INVOCATION SUCCEEDED',
    'plain/output plain TRANSFORM SUCCEEDED',
    'sent/skip sent TRANSFORM SKIPPED',
    'short/model/0 short LLM_INVOCATION SUCCEEDED',
  ]);
  // 5 nano-USD for each of the two calls.
  expect(chain).toMatchObject({ spent: 10, chain: { summary: { totalCost: 10, totalSteps: 7 } } });
});

test('an approval in a branch waits, and the decision ends the run without asking a model twice', async () => {
  const viewer = testViewer();
  const asked: string[] = [];
  await using executions = await createWorkflow((request) => {
    asked.push(String(request.messages.at(-1)?.content));
    return echo(request);
  });
  const { service } = executions;
  const id = await startRun(service, viewer, { input: { question: 'important' } });
  const approval = await approvalOf(service, viewer, id);
  expect(approval).toMatchObject({ question: 'Send it?', proposed: { text: '<Long: important>' } });
  const edited = await decide(service, viewer, approval, { edits: { text: 'x' } });
  expect(edited.data?.decideApproval.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
  expect((await decide(service, viewer, approval)).data?.decideApproval.userErrors).toEqual([]);
  expect(await endOf(service, viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: '<Short: important>' },
  });
  expect(asked.toSorted()).toEqual(['Long: important', 'Short: important']);
  const chain = await chainOf(service, viewer, id);
  expect(chain.lines).toContain('ask/approve ask APPROVAL SUCCEEDED');
  const events = await allEvents(service, viewer, id);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
});

test('a no without a way for it ends the run, which names the node', async () => {
  const viewer = testViewer();
  await using executions = await createWorkflow();
  const { service } = executions;
  const id = await startRun(service, viewer, { input: { question: 'important' } });
  await decide(service, viewer, await approvalOf(service, viewer, id), { decision: 'DENY', comment: 'Not today.' });
  expect(await endOf(service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'APPROVAL_DENIED', message: expect.stringMatching(/^Node "ask": .* They said: Not today\.$/) },
  });
});

test('a failure names its node, and points to its step', async () => {
  const viewer = testViewer();
  const wrong: AgentSpecInput['flow'] = {
    nodes: {
      begin: { type: 'input' },
      sum: { type: 'transform', value: 'inputs.nothing + 1' },
      end: { type: 'output', fields: { answer: '"x"' } },
    },
    edges: { a: { from: 'begin', to: 'sum' }, b: { from: 'sum', to: 'end' } },
  };
  await using executions = await createWorkflow(echo, {}, wrong);
  const id = await startRun(executions.service, viewer);
  await endOf(executions.service, viewer, id);
  const chain = await chainOf(executions.service, viewer, id);
  expect(chain.error).toMatchObject({
    code: 'EXPRESSION_FAILED',
    message: expect.stringContaining('Node "sum"'),
    stepId: chain.steps.find(({ nodeId }) => nodeId === 'sum')?.id,
  });
});

test('a run that reaches the limit of its steps in a map fails with the limit, and what was done stays', async () => {
  const viewer = testViewer();
  const many: AgentSpecInput['flow'] = {
    nodes: {
      begin: { type: 'input' },
      all: { type: 'map', items: '[1, 2, 3, 4, 5, 6]', each: { type: 'transform', value: 'item' }, concurrency: 1 },
      end: { type: 'output', fields: { answer: '"x"' } },
    },
    edges: { a: { from: 'begin', to: 'all' }, b: { from: 'all', to: 'end' } },
  };
  const spec = agentSpec({ kind: 'WORKFLOW', flow: many, limits: { steps: 4 } });
  await using executions = await createExecutions({ executeAgent, operations: agentOperations({ spec }) });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'STEP_LIMIT_REACHED', message: expect.stringContaining('Node "all"') },
  });
  expect((await chainOf(executions.service, viewer, id)).steps).toHaveLength(4);
});

test('cancelling in mid-flow ends the call that is open, and nothing behind it runs', async () => {
  const viewer = testViewer();
  const aborted = Promise.withResolvers<void>();
  await using executions = await createWorkflow(echo, {
    parts: {
      modelFetch: async (_url, init) => {
        const { signal } = init ?? {};
        if (signal == null) throw new Error('The call has no signal.');
        signal.addEventListener('abort', () => aborted.resolve(), { once: true });
        return hang(signal);
      },
    },
  });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, started('long/model/0'));
  await executeAs(service, viewer, CANCEL, { input: { executionId: id } });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'CANCELLED' });
  await aborted.promise;
  expect((await chainOf(service, viewer, id)).lines.toSorted()).toEqual([
    'long/model/0 long LLM_INVOCATION CANCELLED',
    'short/model/0 short LLM_INVOCATION CANCELLED',
  ]);
});

test(
  'a worker that dies between nodes loses the run to another, which repeats no done node',
  { timeout: 60_000 },
  async () => {
    const viewer = testViewer();
    const config = { leaseMs: 3_000, beatMs: 300, queues: [testQueue()] };
    const uri = new URL(inject('neo4jUri'));
    await using proxy = await startTcpProxy({ host: uri.hostname, port: Number(uri.port) });
    const asked: string[] = [];
    const note =
      (who: string): Model =>
      (request) => {
        asked.push(`${who} ${request.messages.at(-1)?.content}`);
        return echo(request);
      };
    const chained: AgentSpecInput['flow'] = {
      nodes: {
        begin: { type: 'input' },
        one: { type: 'model', prompt: '"one"' },
        two: { type: 'model', prompt: 'nodes.one.output.text' },
        end: { type: 'output', fields: { answer: 'nodes.two.output.text' } },
      },
      edges: { a: { from: 'begin', to: 'one' }, b: { from: 'one', to: 'two' }, c: { from: 'two', to: 'end' } },
    };
    const spec = agentSpec({ kind: 'WORKFLOW', flow: chained });
    // The first worker never hears the answer of the second node.
    const fetchOfDying: typeof fetch = async (url, init) =>
      String(init?.body).includes('<one>')
        ? hang(init?.signal ?? new AbortController().signal)
        : scriptedModelFetch(note('first'))(url, init);
    await using dying = await createExecutions({
      executeAgent,
      operations: agentOperations({ spec }),
      config,
      neo4jUri: `bolt://127.0.0.1:${proxy.port}`,
      parts: { modelFetch: fetchOfDying },
    });
    await using _mended = { [Symbol.asyncDispose]: async () => proxy.setFault({ kind: 'none' }) };
    const id = await startRun(dying.service, viewer);
    await eventOf(dying.service, viewer, id, started('two/model/0'));
    proxy.setFault({ kind: 'reset' });
    await using other = await createWorkflow(note('second'), { config }, chained);
    expect(await endOf(other.service, viewer, id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { answer: '<<one>>' },
    });
    expect(asked).toEqual(['first one', 'second <one>']);
  },
);
