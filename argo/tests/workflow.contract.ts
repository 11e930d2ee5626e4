import { expect, test } from 'vitest';
import {
  argoResource,
  ClusterError,
  ROOT_NODE,
  stopWorkflow,
  submitWorkflow,
  workflowManifest,
  WorkflowNameTakenError,
} from '../src/index.ts';
import { flowOf, ScriptedNodes, untilAborted, WorkflowUser, type World } from './workflow-world.ts';

const submit = { signal: AbortSignal.timeout(600_000), random: Math.random };
const yes = { phase: 'Succeeded', result: 'true' } as const;
const no = { phase: 'Succeeded', result: 'false' } as const;

/** What holds on every cluster: in memory and on a real API server, with the double and with Argo's own controller. */
export function workflowContract(worldOf: () => World): void {
  test('a workflow of one node runs through the external agent to its end', async () => {
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes();
    user.agent(nodes.answer);
    const name = await user.run();
    expect(await user.end(name)).toMatchObject({ end: 'SUCCEEDED' });
    expect(nodes.started).toEqual([ROOT_NODE]);
  });

  test('nodes run in the order of the edges, parallel ones at once', async () => {
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes();
    user.agent(nodes.answer);
    const edges = {
      a: { from: 'plan', to: 'left' },
      b: { from: 'plan', to: 'right' },
      c: { from: 'left', to: 'report' },
      d: { from: 'right', to: 'report' },
    };
    const name = await user.run(flowOf({ plan: {}, left: {}, right: {}, report: {} }, edges));
    expect((await user.end(name)).end).toBe('SUCCEEDED');
    expect([nodes.started[0], nodes.started.slice(1, 3).toSorted(), nodes.started[3]]).toEqual([
      'plan',
      ['left', 'right'],
      'report',
    ]);
  });

  const branches = flowOf(
    {
      large: { type: 'condition', expression: 'inputs.amount > 100' },
      check: {},
      pay: {},
      after: {},
    },
    {
      yes: { from: 'large', to: 'check', when: true },
      no: { from: 'large', to: 'pay', when: false },
      checked: { from: 'check', to: 'pay' },
      end: { from: 'check', to: 'after' },
    },
  );
  test.for([
    ['true', yes, ['large', 'check', 'after', 'pay']],
    ['false', no, ['large', 'pay']],
  ] as const)('a condition that answers %s runs its branch, and the join once', async ([, answer, expected]) => {
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes({ large: answer });
    user.agent(nodes.answer);
    const name = await user.run(branches);
    expect((await user.end(name)).end).toBe('SUCCEEDED');
    expect(nodes.started.toSorted()).toEqual([...expected].toSorted());
  });

  test('behind a node that failed nothing runs, a join neither', async () => {
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes({ large: yes, check: { phase: 'Failed', message: 'No budget.' } });
    user.agent(nodes.answer);
    const name = await user.run(branches);
    expect((await user.end(name)).end).toBe('FAILED');
    expect(nodes.started).toEqual(['large', 'check']);
  });

  test('a second submission adopts the workflow of the first', async () => {
    const { cluster, namespace } = worldOf();
    const manifest = workflowManifest({
      namespace,
      executionId: `exe_twice${process.pid}`,
      templateName: 'none',
      deadlineSeconds: 60,
    });
    const first = await submitWorkflow(cluster, manifest, submit);
    const second = await submitWorkflow(cluster, manifest, submit);
    expect(first.adopted).toBe(false);
    expect(second).toEqual({ ...first, adopted: true });
  });

  test('a workflow of the name that belongs to another execution is never taken for ours', async () => {
    const { cluster, namespace } = worldOf();
    const manifest = workflowManifest({
      namespace,
      executionId: `exe_mine${process.pid}`,
      templateName: 'none',
      deadlineSeconds: 60,
    });
    const foreign = {
      ...manifest,
      metadata: { ...manifest.metadata, labels: { 'aether.io/execution-id': 'exe_other' } },
    };
    await submitWorkflow(cluster, foreign, submit);
    await expect(submitWorkflow(cluster, manifest, submit)).rejects.toThrow(WorkflowNameTakenError);
  });

  test('a template that does not exist ends the workflow, in the words of the controller', async () => {
    await using user = new WorkflowUser(worldOf());
    const { cluster, namespace } = worldOf();
    const manifest = workflowManifest({
      namespace,
      executionId: `exe_lost${process.pid}`,
      templateName: 'missing',
      deadlineSeconds: 60,
    });
    const { name } = await submitWorkflow(cluster, manifest, submit);
    expect(await user.end(name)).toMatchObject({
      end: 'BROKEN',
      message: expect.stringContaining('"missing" not found'),
    });
  });

  test('cancelling takes the open node back and ends the workflow as cancelled', async () => {
    const { cluster, namespace } = worldOf();
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes({ [ROOT_NODE]: undefined });
    user.agent(nodes.answer);
    const name = await user.run();
    await nodes.handedOut(ROOT_NODE);
    await stopWorkflow(cluster, namespace, name, submit.signal);
    expect(await user.end(name)).toMatchObject({ end: 'CANCELLED' });
    expect(nodes.stopped).toEqual([ROOT_NODE]);
  });

  test('a workflow past its deadline is poked, for nothing else wakes the controller', async () => {
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes({ [ROOT_NODE]: undefined });
    user.agent(nodes.answer);
    const name = await user.run(undefined, 1);
    expect(await user.end(name)).toMatchObject({ end: 'TIMED_OUT' });
    expect(nodes.stopped).toEqual([ROOT_NODE]);
  });

  test('a deleted workflow is told', async () => {
    const { cluster, namespace } = worldOf();
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes({ [ROOT_NODE]: undefined });
    user.agent(nodes.answer);
    const name = await user.run();
    await nodes.handedOut(ROOT_NODE);
    await cluster.delete(argoResource('workflows', namespace), name);
    await user.deletionOf(name);
  });

  test('of a wide flow no more nodes are in work than the cap, and all of them run', async () => {
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes();
    user.agent(nodes.answer, { fanOut: 3 });
    const wide = flowOf(Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`n${index}`, {}])));
    const name = await user.run(wide);
    expect((await user.end(name)).end).toBe('SUCCEEDED');
    expect(nodes.started.toSorted()).toEqual(Object.keys(wide.nodes));
    expect(nodes.most).toBeLessThanOrEqual(3);
  });

  test('a node that waits for a person holds no place', async () => {
    await using user = new WorkflowUser(worldOf());
    const decision = Promise.withResolvers<void>();
    const started: string[] = [];
    user.agent(
      async ({ call: { node } }, { park }) => {
        started.push(node);
        if (node === 'ask') {
          park();
          await decision.promise;
        } else decision.resolve();
        return { phase: 'Succeeded', result: 'true' };
      },
      { fanOut: 1 },
    );
    const name = await user.run(flowOf({ ask: { type: 'approval', question: 'Go on?' }, work: {} }));
    expect((await user.end(name)).end).toBe('SUCCEEDED');
    expect(started.toSorted()).toEqual(['ask', 'work']);
  });

  test('a result that does not fit becomes an error that says so, instead of a workflow that never ends', async () => {
    await using user = new WorkflowUser(worldOf());
    const nodes = new ScriptedNodes({ [ROOT_NODE]: { phase: 'Succeeded', result: 'x'.repeat(1_001) } });
    user.agent(nodes.answer, { mostResultBytes: 1_000 });
    const name = await user.run();
    expect(await user.end(name)).toMatchObject({
      end: 'BROKEN',
      message: expect.stringContaining('1001 bytes; 1000 fit'),
    });
  });

  test('an agent that dies in mid-node loses nothing: the next one is handed the node again', async () => {
    await using user = new WorkflowUser(worldOf());
    const dying = new ScriptedNodes({ [ROOT_NODE]: undefined });
    const first = user.agent(dying.answer);
    const name = await user.run();
    await dying.handedOut(ROOT_NODE);
    await first[Symbol.asyncDispose]();
    const nodes = new ScriptedNodes();
    user.agent(nodes.answer);
    expect((await user.end(name)).end).toBe('SUCCEEDED');
    expect(nodes.started).toEqual([ROOT_NODE]);
  });

  test('what the agent’s code throws fails the node, not the agent', async () => {
    await using user = new WorkflowUser(worldOf());
    user.agent(async (_task, { signal }) => {
      await Promise.race([untilAborted(signal), Promise.resolve()]);
      throw new Error('The disk is full.');
    });
    const name = await user.run();
    expect(await user.end(name)).toMatchObject({ end: 'BROKEN', message: 'The disk is full.' });
  });

  test('an unknown object is refused with the cluster’s own words', async () => {
    const { cluster, namespace } = worldOf();
    const refused = cluster.get(argoResource('workflows', namespace), 'no-such');
    await expect(refused).rejects.toThrow(ClusterError);
    await expect(refused).rejects.toThrow(/workflows.argoproj.io "no-such" not found/);
  });
}
