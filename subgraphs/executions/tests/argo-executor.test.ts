import {
  argoResource,
  type Cluster,
  ClusterError,
  EXECUTION_LABEL,
  UnreachableClusterError,
  workflowName,
} from '@aether/argo';
import { MemoryCluster, startControllerDouble } from '@aether/argo/testbed';
import { executeAgent as executeReally } from '@aether/runtime';
import type { AgentSpecInput } from '@aether/schema';
import { executeAs, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { executionsConfig } from '../src/index.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { allEvents, createExecutions, endOf, eventOf, runAgent, startRun, testQueue } from './create-executions.ts';
import { agentOperations, agentSpec } from './run-agent-spec.ts';
import { started, twoSteps } from './scripted-loops.ts';
import { scriptedModelFetch } from './scripted-model-fetch.ts';
import { approvalOf, decide } from './tool-agent.ts';

const CANCEL = `mutation ($input: CancelExecutionInput!) { cancelExecution(input: $input) { userErrors { code } } }`;
const EXECUTOR = `query ($id: ID!) { execution(id: $id) { executor status chain { steps { edges { node { key status } } } } } }`;
const NAMESPACE = 'runs';
const argo = {
  namespace: NAMESPACE,
  connection: { kind: 'KUBECONFIG', file: 'not read: the cluster is handed in' },
} as const;
const workflows = argoResource('workflows', NAMESPACE);

/** A cluster in memory whose controller turns every 20 ms. */
function startCluster() {
  const cluster = new MemoryCluster(() => new Date());
  const controller = startControllerDouble(cluster, NAMESPACE, 20);
  return { cluster, [Symbol.asyncDispose]: () => controller[Symbol.asyncDispose]() };
}

function createArgoExecutions(cluster: Cluster, executeAgent?: ExecuteAgent, queue = testQueue()) {
  const loop = executeAgent === undefined ? {} : { executeAgent };
  return createExecutions({ cluster, ...loop, config: { argo, queues: [queue], reconcileMs: 100 } });
}

/** The phase in which a workflow ends. */
async function workflowEnd(cluster: Cluster, executionId: string): Promise<string> {
  const signal = AbortSignal.timeout(10_000);
  const { metadata } = await cluster.list(workflows);
  const isEnd = (object: { readonly [field: string]: unknown; metadata: { name: string } }) => {
    const phase = Object(object['status'])['phase'];
    const isOurs = object.metadata.name === workflowName(executionId);
    return isOurs && ['Succeeded', 'Failed', 'Error'].includes(phase) ? String(phase) : null;
  };
  const now = isEnd(await cluster.get(workflows, workflowName(executionId)));
  if (now !== null) return now;
  for await (const event of cluster.watch(workflows, { resourceVersion: metadata.resourceVersion, signal })) {
    const phase = event.type === 'MODIFIED' ? isEnd(event.object) : null;
    if (phase !== null) return phase;
  }
  throw new Error('The workflow did not end.');
}

test(
  'a run with executor ARGO becomes a workflow, whose node runs with the same events and chain',
  { timeout: 60_000 },
  async () => {
    const viewer = testViewer();
    await using world = startCluster();
    const onArgo = twoSteps();
    onArgo.gate.resolve();
    await using executions = await createArgoExecutions(world.cluster, onArgo.executeAgent);
    const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
    expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await workflowEnd(world.cluster, id)).toBe('Succeeded');

    const locally = twoSteps();
    locally.gate.resolve();
    await using local = await createExecutions({ executeAgent: locally.executeAgent });
    const localId = await startRun(local.service, viewer);
    await endOf(local.service, viewer, localId);
    const namesOf = async (service: typeof local.service, run: string) =>
      (await allEvents(service, viewer, run)).map(({ seq, event }) => `${seq} ${event.__typename}`);
    expect(await namesOf(executions.service, id)).toEqual(await namesOf(local.service, localId));

    const { data } = await executeAs(executions.service, viewer, EXECUTOR, { id });
    expect(data).toMatchObject({
      execution: {
        executor: 'ARGO',
        chain: { steps: { edges: [{ node: { key: 'one' } }, { node: { key: 'two', status: 'SUCCEEDED' } }] } },
      },
    });
  },
);

test('a run is held back until the cluster hands its node out', async () => {
  const viewer = testViewer();
  const submitted = Promise.withResolvers<void>();
  const cluster = new MemoryCluster(
    () => new Date(),
    (plural) => plural === 'workflows' && submitted.resolve(),
  );
  const loop = twoSteps();
  loop.gate.resolve();
  await using executions = await createArgoExecutions(cluster, loop.executeAgent);
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  await submitted.promise; // and no controller looks at it yet
  expect(loop.ran).toEqual([]);
  await using _controller = startControllerDouble(cluster, NAMESPACE, 20);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(loop.ran).toEqual(['one', 'two']);
});

test('a run that fails fails its workflow, with the reason', async () => {
  const viewer = testViewer();
  await using world = startCluster();
  await using executions = await createArgoExecutions(world.cluster, async () => {
    throw new TypeError('A defect.');
  });
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'FAILED' });
  expect(await workflowEnd(world.cluster, id)).toBe('Failed');
});

test('cancelling the run ends its workflow', async () => {
  const viewer = testViewer();
  await using world = startCluster();
  await using executions = await createArgoExecutions(world.cluster, twoSteps().executeAgent);
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  await eventOf(executions.service, viewer, id, started('two'));
  await executeAs(executions.service, viewer, CANCEL, { input: { executionId: id } });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'CANCELLED' });
  expect(await workflowEnd(world.cluster, id)).toBe('Failed');
});

test.for([
  ['stopped', (cluster: Cluster, name: string) => cluster.patch(workflows, name, { spec: { shutdown: 'Terminate' } })],
  ['deleted', (cluster: Cluster, name: string) => cluster.delete(workflows, name)],
] as const)('a workflow that is %s in the cluster cancels its run in mid-step', async ([, end]) => {
  const viewer = testViewer();
  await using world = startCluster();
  await using executions = await createArgoExecutions(world.cluster, twoSteps().executeAgent);
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  await eventOf(executions.service, viewer, id, started('two'));
  await end(world.cluster, workflowName(id));
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'CANCELLED',
    error: { message: expect.stringContaining('stopped in the cluster') },
  });
});

test('what the cluster refuses fails the run, in the words of the cluster', async () => {
  const viewer = testViewer();
  const cluster = new MemoryCluster(() => new Date());
  const message = 'workflows.argoproj.io is forbidden: exceeded quota: runs';
  cluster.create = async () => {
    throw new ClusterError('create workflows/x', 403, { kind: 'Status', reason: 'Forbidden', message });
  };
  await using executions = await createArgoExecutions(cluster);
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'CLUSTER_REFUSED', message: expect.stringContaining('exceeded quota: runs') },
  });
});

test('a submission whose answer was lost is adopted: there is one workflow', async () => {
  const viewer = testViewer();
  await using world = startCluster();
  const { cluster } = world;
  const create = cluster.create.bind(cluster);
  let attempts = 0;
  cluster.create = async (resource, object) => {
    const made = await create(resource, object);
    if (resource.plural === 'workflows') attempts += 1;
    if (attempts === 1 && resource.plural === 'workflows')
      throw new UnreachableClusterError('create', 'https://cluster', new Error('socket hang up'));
    return made;
  };
  await using executions = await createArgoExecutions(cluster);
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  const { items } = await cluster.list(workflows);
  expect(items.map(({ metadata }) => metadata.labels?.[EXECUTION_LABEL])).toEqual([id]);
});

test('a process that dies in mid-node leaves the run to the next one, which repeats no done step', async () => {
  const viewer = testViewer();
  await using world = startCluster();
  const queue = testQueue();
  const [before, after] = [twoSteps(), twoSteps()];
  await using first = await createArgoExecutions(world.cluster, before.executeAgent, queue);
  const id = await startRun(first.service, viewer, { executor: 'ARGO' });
  await eventOf(first.service, viewer, id, started('two'));
  await first.service[Symbol.asyncDispose]();
  after.gate.resolve();
  await using second = await createArgoExecutions(world.cluster, after.executeAgent, queue);
  expect(await endOf(second.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await workflowEnd(world.cluster, id)).toBe('Succeeded');
  expect(after.ran).toEqual(['two']);
});

test('without a cluster ARGO is refused with what to configure, and AUTO runs locally', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions();
  const { data } = await runAgent(executions.service, viewer, { executor: 'ARGO' });
  expect(data?.runAgent).toMatchObject({
    execution: null,
    userErrors: [
      { code: 'EXECUTOR_NOT_CONFIGURED', path: ['input', 'executor'], hint: expect.stringContaining('ARGO_NAMESPACE') },
    ],
  });
  const id = await startRun(executions.service, viewer, { executor: 'AUTO' });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await executeAs(executions.service, viewer, EXECUTOR, { id })).data).toMatchObject({
    execution: { executor: 'LOCAL' },
  });
});

test('the configuration says all of its problems, and needs nothing but the namespace in a pod', () => {
  expect(executionsConfig({}).argo).toBeNull();
  expect(() => executionsConfig({ ARGO_NAMESPACE: 'runs' })).toThrow(/ARGO_NAMESPACE: needs ARGO_KUBECONFIG/);
  expect(() => executionsConfig({ ARGO_NAMESPACE: 'runs', ARGO_SERVER: 'http://x', ARGO_TOKEN_FILE: 't' })).toThrow(
    /ARGO_SERVER: must be an https address/,
  );
  const pod = { ARGO_NAMESPACE: 'runs', KUBERNETES_SERVICE_HOST: '10.0.0.1' };
  expect(executionsConfig(pod).argo?.connection).toEqual({ kind: 'POD', host: '10.0.0.1', port: '443' });
});

/** Two models side by side, a condition, a person in one branch, a node whose failure is handled, and a file. */
const flow: AgentSpecInput['flow'] = {
  nodes: {
    begin: { type: 'input' },
    short: { type: 'model', prompt: '"Short: " + inputs.question' },
    long: { type: 'model', prompt: '"Long: " + inputs.question' },
    both: { type: 'merge' },
    check: { type: 'condition', expression: 'inputs.question.contains("important")' },
    ask: { type: 'approval', question: 'Send it?', show: { text: 'nodes.long.output.text' } },
    risky: { type: 'transform', value: 'inputs.nothing' },
    saved: { type: 'error-handler' },
    keep: { type: 'artifact', file: 'Draft', format: 'MARKDOWN', content: 'nodes.long.output.text' },
    sent: {
      type: 'output',
      fields: {
        answer: 'nodes.both.output.short.text',
        handled: 'nodes.saved.output.code',
        file: 'nodes.keep.output.name',
      },
    },
    plain: { type: 'output', fields: { answer: 'nodes.both.output.long.text' } },
  },
  edges: {
    a: { from: 'begin', to: 'short' },
    b: { from: 'begin', to: 'long' },
    c: { from: 'short', to: 'both' },
    d: { from: 'long', to: 'both' },
    e: { from: 'both', to: 'check' },
    f: { from: 'check', to: 'ask', when: true },
    g: { from: 'ask', to: 'risky' },
    h: { from: 'risky', to: 'saved', when: 'error' },
    i: { from: 'saved', to: 'keep' },
    k: { from: 'keep', to: 'sent' },
    j: { from: 'check', to: 'plain', when: false },
  },
};

function createArgoFlow(cluster: Cluster, ofFlow: AgentSpecInput['flow'] = flow, asked: string[] = []) {
  const spec = agentSpec({ kind: 'WORKFLOW', flow: ofFlow });
  const model = scriptedModelFetch(({ messages }) => {
    asked.push(String(messages.at(-1)?.content));
    return { text: `<${messages.at(-1)?.content}>` };
  });
  return createExecutions({
    cluster,
    executeAgent: executeReally,
    operations: agentOperations({ spec }),
    parts: { modelFetch: model },
    config: { argo, queues: [testQueue()], reconcileMs: 100 },
  });
}

test(
  'a flow runs on the cluster node by node: the same chain, ways and answers as on a local worker',
  { timeout: 60_000 },
  async () => {
    const viewer = testViewer();
    await using world = startCluster();
    const asked: string[] = [];
    await using executions = await createArgoFlow(world.cluster, flow, asked);
    const { service } = executions;
    const run = async (executor: 'ARGO' | 'LOCAL') => {
      const id = await startRun(service, viewer, { executor, input: { question: 'important' } });
      await decide(service, viewer, await approvalOf(service, viewer, id));
      const end = await endOf(service, viewer, id);
      const { data } = await executeAs<{
        execution: { chain: { steps: { edges: { node: { key: string; status: string } }[] } } };
      }>(service, viewer, EXECUTOR, { id });
      const steps = data?.execution.chain.steps.edges.map(({ node }) => `${node.key} ${node.status}`).toSorted();
      return { id, end, steps };
    };
    const local = await run('LOCAL');
    const onCluster = await run('ARGO');
    expect(onCluster.end).toMatchObject({
      status: 'SUCCEEDED',
      output: { answer: '<Short: important>', handled: 'EXPRESSION_FAILED', file: 'Draft.md' },
    });
    expect(onCluster.end['output']).toEqual(local.end['output']);
    expect(onCluster.steps).toEqual(local.steps);
    expect(await workflowEnd(world.cluster, onCluster.id)).toBe('Succeeded');
    expect(asked).toHaveLength(4);
    const { status } = await world.cluster.get(workflows, workflowName(onCluster.id));
    const nodes = Object.values(Object(Object(status)['nodes'])).map((node) => Object(node));
    const phases = Object.fromEntries(nodes.map((node) => [String(node['displayName']), String(node['phase'])]));
    expect(phases).toMatchObject({
      short: 'Succeeded',
      ask: 'Succeeded',
      keep: 'Succeeded',
      sent: 'Succeeded',
      plain: 'Skipped',
    });
    const events = await allEvents(service, viewer, onCluster.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  },
);

test('a flow whose run fails fails its workflow at the node, with the reason', { timeout: 60_000 }, async () => {
  const viewer = testViewer();
  await using world = startCluster();
  const failing: AgentSpecInput['flow'] = {
    nodes: {
      begin: { type: 'input' },
      sum: { type: 'transform', value: 'inputs.nothing' },
      end: { type: 'output', fields: { answer: '1' } },
    },
    edges: { a: { from: 'begin', to: 'sum' }, b: { from: 'sum', to: 'end' } },
  };
  await using executions = await createArgoFlow(world.cluster, failing);
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'EXPRESSION_FAILED', message: expect.stringContaining('Node "sum"') },
  });
  expect(await workflowEnd(world.cluster, id)).toBe('Failed');
});

test('a flow that no workflow can express is refused before it is accepted: which node, why, what instead', async () => {
  const viewer = testViewer();
  await using world = startCluster();
  const race: AgentSpecInput['flow'] = {
    nodes: {
      begin: { type: 'input' },
      a: { type: 'transform', value: '1' },
      b: { type: 'transform', value: '2' },
      first: { type: 'merge', join: 'ANY' },
      end: { type: 'output', fields: { answer: '1' } },
    },
    edges: {
      a: { from: 'begin', to: 'a' },
      b: { from: 'begin', to: 'b' },
      c: { from: 'a', to: 'first' },
      d: { from: 'b', to: 'first' },
      e: { from: 'first', to: 'end' },
    },
  };
  await using executions = await createArgoFlow(world.cluster, race);
  const { data } = await runAgent(executions.service, viewer, { executor: 'ARGO' });
  expect(data?.runAgent).toMatchObject({
    execution: null,
    userErrors: [{ path: ['input', 'executor'], message: expect.stringMatching(/Node "first" .* executor LOCAL/) }],
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
});
