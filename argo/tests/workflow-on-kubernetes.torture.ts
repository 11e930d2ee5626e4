import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { argoResource, ClusterError, KubernetesClient, ROOT_NODE } from '../src/index.ts';
import { findBinaries } from '../testbed/find-binaries.ts';
import { type ControlPlane, startControlPlane } from '../testbed/start-control-plane.ts';
import { startControllerDouble, startWorkflowController } from '../testbed/start-controller.ts';
import { workflowContract } from './workflow.contract.ts';
import { ScriptedNodes, WorkflowUser, type World } from './workflow-world.ts';

const binaries = findBinaries(process.env);
const realController = process.env['WORKFLOW_CONTROLLER'];

describe.skipIf(binaries === null)('on a real etcd and kube-apiserver', () => {
  let plane: ControlPlane;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    if (binaries !== null) plane = stack.use(await startControlPlane(binaries));
  });
  afterAll(() => stack.disposeAsync());

  /** A namespace with Aether's client and a controller. */
  async function startWorld(namespace: string, requeueMs: number, isReal: boolean): Promise<World> {
    await plane.createNamespace(namespace);
    if (isReal) stack.use(await startWorkflowController(realController ?? '', plane, namespace, requeueMs));
    else {
      const own = stack.use(new KubernetesClient(plane.connection('controller')));
      stack.use(startControllerDouble(own, namespace, requeueMs));
    }
    return { cluster: stack.use(new KubernetesClient(plane.connection('aether'))), namespace, requeueMs };
  }

  describe('with the controller double', () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld('with-double', 100, false);
    });
    workflowContract(() => world);

    test('an agent without the right to do something is told which right is missing', async () => {
      const refused = world.cluster.list({ api: '/api/v1', plural: 'secrets', namespace: 'with-double' });
      await expect(refused).rejects.toMatchObject({ code: 403, reason: 'Forbidden' });
      await expect(refused).rejects.toThrow(/User "aether" cannot list resource "secrets"/);
    });

    test('a wrong token is refused', async () => {
      await using stranger = new KubernetesClient({ ...plane.connection('aether'), token: async () => 'wrong' });
      await expect(stranger.list(argoResource('workflows', 'with-double'))).rejects.toMatchObject({ code: 401 });
    });

    test('a certificate of an unknown authority is refused', async () => {
      const { server, token } = plane.connection('aether');
      await using stranger = new KubernetesClient({ server, token });
      await expect(stranger.list(argoResource('workflows', 'with-double'))).rejects.toThrow(/self-signed certificate/);
    });

    test('an answer that etcd refuses for its size becomes an error, in the words of the server', async () => {
      await using user = new WorkflowUser(world);
      const nodes = new ScriptedNodes({ [ROOT_NODE]: { phase: 'Succeeded', result: 'x'.repeat(2_000_000) } });
      user.agent(nodes.answer, { mostResultBytes: 3_000_000 });
      const name = await user.run();
      expect(await user.end(name)).toMatchObject({ end: 'BROKEN', message: expect.stringMatching(/too large/) });
    });

    test('a watch from a forgotten version is told as expired', async () => {
      const watch = world.cluster.watch(argoResource('workflows', 'with-double'), { resourceVersion: '1' });
      const first = watch[Symbol.asyncIterator]().next();
      await expect(first).rejects.toThrow(ClusterError);
      await expect(first).rejects.toMatchObject({ code: 410, isExpired: true });
    });

    test('an API server that is killed in mid-node and comes back loses nothing', async () => {
      await using user = new WorkflowUser(world);
      const nodes = new ScriptedNodes({ [ROOT_NODE]: undefined });
      const dying = user.agent(nodes.answer);
      const name = await user.run();
      await nodes.handedOut(ROOT_NODE);
      await plane.killApiServer();
      await dying[Symbol.asyncDispose]();
      const next = new ScriptedNodes();
      user.agent(next.answer); // finds nobody yet
      await plane.restartApiServer();
      expect((await user.end(name)).end).toBe('SUCCEEDED');
      expect(next.started).toEqual([ROOT_NODE]);
    });
  });

  describe.skipIf(realController === undefined)('with the workflow-controller of WORKFLOW_CONTROLLER', () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld('with-argo', 1_000, true);
    });
    workflowContract(() => world);
  });
});
