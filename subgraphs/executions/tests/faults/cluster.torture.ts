import { argoResource, type Cluster, EXECUTION_LABEL, UnreachableClusterError } from '@aether/argo';
import { MemoryCluster, startControllerDouble } from '@aether/argo/testbed';
import { audit, readRecord, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { createExecutions, endOf, startRun } from '../create-executions.ts';
import { twoSteps } from '../scripted-loops.ts';

const NAMESPACE = 'runs';

test('row 18: a cluster that is away, and one whose answer to a submit gets lost: one workflow for each run', async () => {
  const viewer = testViewer();
  const memory = new MemoryCluster(() => new Date());
  await using _controller = startControllerDouble(memory, NAMESPACE, 20);
  const loop = twoSteps();
  let isAway = true;
  let submits = 0;
  let looks = 0;
  let deduplicated = 0;
  const cluster: Cluster = new Proxy(memory, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'watch') return value.bind(target);
      return async (...given: readonly unknown[]) => {
        const isSubmit = name === 'create' && Object(given[0])['plural'] === 'workflows';
        const isLook = name === 'get' && submits === 1 && looks === 0;
        if (isLook) looks += 1;
        if (isAway || isLook)
          throw new UnreachableClusterError(String(name), 'in memory', new Error('connect ECONNREFUSED'));
        if (!isSubmit) return Reflect.apply(value, target, given);
        submits += 1;
        const isKnown = await target.get(argoResource('workflows', NAMESPACE), Object(given[1]).metadata.name).then(
          () => true,
          () => false,
        );
        if (isKnown) deduplicated += 1;
        // The run goes on only now: else it might end before anybody asks again.
        if (isKnown) loop.gate.resolve();
        const created: unknown = await Reflect.apply(value, target, given);
        // The first time the workflow is there, and nobody learns of it: neither now nor by the look that follows.
        if (submits === 1) throw new UnreachableClusterError('create', 'in memory', new Error('read ETIMEDOUT'));
        return created;
      };
    },
  });
  const connection = { kind: 'KUBECONFIG', file: 'not read: the cluster is handed in' } as const;
  await using executions = await createExecutions({
    cluster,
    executeAgent: loop.executeAgent,
    config: { argo: { namespace: NAMESPACE, connection }, reconcileMs: 100 },
  });
  const id = await startRun(executions.service, viewer, { executor: 'ARGO' });
  isAway = false;
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  const { items } = await memory.list(argoResource('workflows', NAMESPACE));
  expect(items.filter(({ metadata }) => metadata.labels?.[EXECUTION_LABEL] === id)).toHaveLength(1);
  expect({ submits, deduplicated }).toEqual({ submits: 2, deduplicated: 1 });
  expect(loop.ran).toEqual(['one', 'two']);
  const record = await readRecord(executions.parts.database, viewer.tenantId);
  expect(audit({ accepted: [id], executions: record })).toMatchObject({ succeeded: 1, problems: [] });
});
