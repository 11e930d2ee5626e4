import { afterAll, describe } from 'vitest';
import { MemoryCluster } from '../testbed/memory-cluster.ts';
import { startControllerDouble } from '../testbed/start-controller.ts';
import { workflowContract } from './workflow.contract.ts';

describe('workflows on a cluster in memory, with the controller double', () => {
  const cluster = new MemoryCluster(() => new Date());
  const controller = startControllerDouble(cluster, 'runs', 10);
  afterAll(() => controller[Symbol.asyncDispose]());
  workflowContract(() => ({ cluster, namespace: 'runs', requeueMs: 10 }));
});
