import { type Benchmark, type Figure, measureLoad } from '@aether/test-support';
import { KubernetesClient } from '../src/index.ts';
import { findBinaries } from '../testbed/find-binaries.ts';
import { MemoryCluster } from '../testbed/memory-cluster.ts';
import { startControlPlane } from '../testbed/start-control-plane.ts';
import { startControllerDouble } from '../testbed/start-controller.ts';
import { type World, WorkflowUser } from '../tests/workflow-world.ts';

/** What we may add to the controller's own two requeues. */
const OWN_MS = 200;

async function figureAt(world: World, seconds: number): Promise<Figure> {
  await using user = new WorkflowUser(world);
  user.agent(async () => ({ phase: 'Succeeded' }));
  const run = async (): Promise<void> => {
    const { end } = await user.end(await user.run());
    if (end !== 'SUCCEEDED') throw new Error(`A workflow ended ${end}.`);
  };
  await run(); // unmeasured: connections and caches
  const load = await measureLoad({ seconds, concurrency: 1, warmUpSeconds: 0 }, run);
  const goal = 2 * world.requeueMs + OWN_MS;
  return {
    name: `one-node workflow, requeue ${world.requeueMs} ms, p95`,
    value: load.p95,
    unit: 'ms',
    goal: `≤ ${goal}`,
    met: load.p95 <= goal,
    reference: { name: "the controller's two requeues", value: 2 * world.requeueMs },
  };
}

/** How long a workflow of one node takes through the external agent: template, submission, node, end. */
export const benchmark: Benchmark = {
  name: 'one-node-workflow',
  says: 'a one-node workflow from submission to its end, through the external agent, with the controller double',
  async run({ seconds, say }) {
    await using stack = new AsyncDisposableStack();
    const binaries = findBinaries(process.env);
    const plane = binaries === null ? null : stack.use(await startControlPlane(binaries));
    say(plane === null ? 'on a cluster in memory' : 'on a real etcd and kube-apiserver');
    const figures: Figure[] = [];
    for (const requeueMs of [1_000, 250]) {
      const namespace = `bench-${requeueMs}`;
      say(`requeue ${requeueMs} ms`);
      const memory = new MemoryCluster(() => new Date());
      await plane?.createNamespace(namespace);
      const clientOf = (user: 'aether' | 'controller') =>
        plane === null ? memory : stack.use(new KubernetesClient(plane.connection(user)));
      await using _controller = startControllerDouble(clientOf('controller'), namespace, requeueMs);
      figures.push(await figureAt({ cluster: clientOf('aether'), namespace, requeueMs }, seconds));
    }
    return figures;
  },
};
