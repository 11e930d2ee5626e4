import { setTimeout as pause } from 'node:timers/promises';
import { GATE } from '../compile/plugin-call.ts';
import { ClusterError } from '../kubernetes/cluster-error.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { followResource } from '../kubernetes/follow-resource.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { argoResource, type Resource } from '../kubernetes/resource.ts';
import { type NodeAnswer, toStatus } from './node-answer.ts';
import { type NodeTask, readTaskSet, type TaskSet } from './task-set.ts';

export interface NodeContext {
  /** Aborts when the controller takes the task back (stop, deadline) and when the agent ends. */
  readonly signal: AbortSignal;
  /** The node waits for a person or a timer from here on: it gives its place to others. */
  readonly park: () => void;
}

/**
 * Does the work of a node. It may be called again for the same node, after a crash of this process or in the moment
 * between the controller's two writes that take an answer over: the second call must give the same answer, from the
 * record. A second answer would overwrite the first.
 */
export type AnswerNode = (task: NodeTask, context: NodeContext) => Promise<NodeAnswer>;

export interface ExternalAgentOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly answerNode: AnswerNode;
  readonly random: () => number;
  /** Nodes in work at once. @default 64 */
  readonly concurrency?: number;
  /** Nodes of one workflow in work or answered and not yet taken over; `parallelism` does not bind plugin nodes. @default 16 */
  readonly fanOut?: number;
  /** Of one result. All answers of a workflow share an object of about 1.5 MB. @default 32 kB */
  readonly mostResultBytes?: number;
  /** First pause after a failed request; doubles. @default 500 */
  readonly pauseMs?: number;
  /** Something went wrong that the agent goes on after. */
  readonly report?: (what: string, error: unknown) => void;
}

interface OpenNode {
  readonly task: NodeTask | { readonly workflow: string; readonly nodeId: string; readonly problem: string };
  readonly stop: AbortController;
  state: 'WAITING' | 'WORKING' | 'PARKED' | 'ANSWERED';
}

/**
 * Argo's external agent: takes the plugin tasks of every WorkflowTaskSet in a namespace and patches their answers into
 * its status. No pod is involved. It keeps nothing: an open task is seen in the first list after a restart.
 */
export class ExternalAgent implements AsyncDisposable {
  readonly #options: Required<Omit<ExternalAgentOptions, 'report'>> & Pick<ExternalAgentOptions, 'report'>;
  readonly #taskSets: Resource;
  readonly #end = new AbortController();
  /** By task set and node, in order of arrival. Kept until the controller removes the task: a node is answered once. */
  readonly #open = new Map<string, Map<string, OpenNode>>();
  readonly #work = new Set<Promise<void>>();
  #following: Promise<void> = Promise.resolve();

  constructor(options: ExternalAgentOptions) {
    const standards = { concurrency: 64, fanOut: 16, mostResultBytes: 32 * 1024, pauseMs: 500 };
    this.#options = { ...standards, ...options };
    this.#taskSets = argoResource('workflowtasksets', options.namespace);
  }

  start(): void {
    const { cluster, random, pauseMs } = this.#options;
    const follower = {
      listed: (objects: readonly KubernetesObject[]) => {
        const sets = objects.flatMap((object) => this.#read(object));
        const there = new Set(sets.map(({ uid }) => uid));
        for (const uid of this.#open.keys()) if (!there.has(uid)) this.#forget(uid);
        for (const set of sets) this.#see(set);
        this.#pump();
      },
      changed: (object: KubernetesObject) => {
        for (const set of this.#read(object)) this.#see(set);
        this.#pump();
      },
      deleted: ({ metadata }: KubernetesObject) => this.#forget(metadata.uid ?? ''),
      interrupted: (error: unknown) => this.#report('follow the task sets', error),
    };
    this.#following = followResource(cluster, this.#taskSets, follower, { signal: this.#end.signal, random, pauseMs });
  }

  /** Nodes that are being worked on, parked ones left out. */
  get working(): number {
    return this.#count((node) => node.state === 'WORKING');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    for (const uid of this.#open.keys()) this.#forget(uid);
    await this.#following;
    await Promise.all(this.#work);
  }

  #read(object: KubernetesObject): TaskSet[] {
    try {
      return [readTaskSet(object)];
    } catch (error) {
      this.#report(`read the task set ${object.metadata.name}`, error);
      return [];
    }
  }

  #see({ name, uid, tasks, answered }: TaskSet): void {
    const nodes = this.#open.get(uid) ?? new Map<string, OpenNode>();
    this.#open.set(uid, nodes);
    for (const [nodeId, node] of nodes) {
      if (tasks.has(nodeId)) continue;
      node.stop.abort(); // the only sign of a cancelled node, and of one whose answer was taken over
      nodes.delete(nodeId);
    }
    for (const [nodeId, task] of tasks) {
      if (nodes.has(nodeId)) continue;
      const state = answered.has(nodeId) ? 'ANSWERED' : 'WAITING';
      const known = 'problem' in task ? { ...task, workflow: name, nodeId } : task;
      nodes.set(nodeId, { task: known, stop: new AbortController(), state });
    }
    if (nodes.size === 0) this.#open.delete(uid);
  }

  #forget(uid: string): void {
    for (const { stop } of this.#open.get(uid)?.values() ?? []) stop.abort();
    this.#open.delete(uid);
  }

  #pump(): void {
    let free = this.#options.concurrency - this.working;
    for (const nodes of this.#open.values()) {
      let room = this.#options.fanOut;
      for (const { state } of nodes.values()) if (state === 'WORKING' || state === 'ANSWERED') room -= 1;
      for (const node of nodes.values()) {
        if (free <= 0) return;
        if (room <= 0) break;
        if (node.state !== 'WAITING') continue;
        node.state = 'WORKING';
        free -= 1;
        room -= 1;
        const work = this.#answer(node).catch((error: unknown) => this.#report('answer a node', error));
        this.#work.add(work);
        void work.finally(() => this.#work.delete(work));
      }
    }
  }

  async #answer(node: OpenNode): Promise<void> {
    const answer = await this.#decide(node);
    if (node.stop.signal.aborted) return;
    node.state = 'ANSWERED';
    this.#pump();
    await this.#write(node, answer);
  }

  async #decide(node: OpenNode): Promise<NodeAnswer> {
    const { task, stop } = node;
    if ('problem' in task) return { phase: 'Error', message: task.problem };
    if (task.call.node.startsWith(GATE)) return { phase: 'Succeeded' };
    const park = () => {
      if (node.state === 'WORKING') node.state = 'PARKED';
      this.#pump();
    };
    try {
      return await this.#options.answerNode(task, { signal: stop.signal, park });
    } catch (error) {
      if (!stop.signal.aborted) this.#report(`work on ${task.workflow}/${task.nodeId}`, error);
      return { phase: 'Error', message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Until it is stored or no longer wanted: a lost answer would leave the workflow running for ever. */
  async #write({ task, stop: { signal } }: OpenNode, answer: NodeAnswer): Promise<void> {
    const { cluster, mostResultBytes, pauseMs, random } = this.#options;
    let entry = toStatus(answer, mostResultBytes);
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        const patch = { status: { nodes: { [task.nodeId]: entry } } };
        await cluster.patch(this.#taskSets, task.workflow, patch, { subresource: 'status', signal });
        return;
      } catch (error) {
        if (signal.aborted || (error instanceof ClusterError && error.isNotFound)) return;
        this.#report(`answer ${task.workflow}/${task.nodeId}`, error);
        if (error instanceof ClusterError && error.isTooLarge && 'outputs' in entry) {
          entry = toStatus({ phase: 'Error', message: error.message }, mostResultBytes);
          continue;
        }
        const longest = Math.min(30_000, pauseMs * 2 ** attempt);
        await pause(longest * (0.5 + random() / 2), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #count(matches: (node: OpenNode) => boolean): number {
    let count = 0;
    for (const nodes of this.#open.values()) for (const node of nodes.values()) if (matches(node)) count += 1;
    return count;
  }

  #report(what: string, error: unknown): void {
    this.#options.report?.(what, error);
  }
}
