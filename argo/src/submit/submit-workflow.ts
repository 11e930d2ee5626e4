import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError } from '../kubernetes/cluster-error.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { argoResource } from '../kubernetes/resource.ts';
import { UnreachableClusterError } from '../kubernetes/unreachable-cluster-error.ts';
import { EXECUTION_LABEL } from '../names.ts';
import { WorkflowNameTakenError } from './workflow-name-taken-error.ts';

const ATTEMPTS = 5;

export interface SubmittedWorkflow {
  readonly name: string;
  readonly uid: string;
  /** It existed already: an earlier attempt had arrived. */
  readonly adopted: boolean;
}

export interface SubmitOptions {
  readonly signal: AbortSignal;
  readonly random: () => number;
  /** First pause between attempts; doubles. @default 200 */
  readonly pauseMs?: number;
}

/**
 * Creates the workflow once, however often it is called: the name is deterministic, and a workflow that is there
 * already is adopted when its label names the same execution. "Conflict" without a workflow is a quota or an etcd
 * conflict and tried again, as is everything that may pass.
 * @throws WorkflowNameTakenError, ClusterError with the cluster's reason, UnreachableClusterError
 */
export async function submitWorkflow(
  cluster: Cluster,
  workflow: KubernetesObject,
  { signal, random, pauseMs = 200 }: SubmitOptions,
): Promise<SubmittedWorkflow> {
  const { namespace = 'default' } = workflow.metadata;
  const workflows = argoResource('workflows', namespace);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return submitted(await cluster.create(workflows, workflow, signal), false);
    } catch (error) {
      signal.throwIfAborted();
      if (!mayHaveHappened(error)) throw error;
      const there = await find(cluster, workflow, signal);
      if (there !== null) return submitted(there, true);
      if (attempt === ATTEMPTS) throw error;
    }
    await pause(pauseMs * 2 ** (attempt - 1) * (0.5 + random() / 2), undefined, { signal });
  }
}

/** A refusal is final; a conflict, a time-out or a lost answer leaves the question whether the workflow is there. */
function mayHaveHappened(error: unknown): boolean {
  if (error instanceof UnreachableClusterError) return true;
  return error instanceof ClusterError && (error.code === 409 || error.isPassing);
}

async function find(cluster: Cluster, wanted: KubernetesObject, signal: AbortSignal): Promise<KubernetesObject | null> {
  const { name, namespace = 'default', labels = {} } = wanted.metadata;
  let found: KubernetesObject;
  try {
    found = await cluster.get(argoResource('workflows', namespace), name, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UnreachableClusterError) return null;
    if (error instanceof ClusterError && (error.isNotFound || error.isPassing)) return null;
    throw error;
  }
  const owner = found.metadata.labels?.[EXECUTION_LABEL] ?? null;
  if (owner !== labels[EXECUTION_LABEL]) throw new WorkflowNameTakenError(name, namespace, owner);
  return found;
}

function submitted({ metadata }: KubernetesObject, adopted: boolean): SubmittedWorkflow {
  return { name: metadata.name, uid: metadata.uid ?? '', adopted };
}
