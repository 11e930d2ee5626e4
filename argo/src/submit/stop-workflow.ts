import { ClusterError } from '../kubernetes/cluster-error.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { argoResource } from '../kubernetes/resource.ts';

/**
 * Ends a workflow without its exit handlers. The controller does it at its next pass; the agent then sees its open
 * tasks removed. A workflow that is gone is stopped.
 */
export async function stopWorkflow(cluster: Cluster, namespace: string, name: string, signal: AbortSignal) {
  try {
    await cluster.patch(argoResource('workflows', namespace), name, { spec: { shutdown: 'Terminate' } }, { signal });
  } catch (error) {
    if (error instanceof ClusterError && error.isNotFound) return;
    throw error;
  }
}
