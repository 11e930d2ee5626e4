import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../kubernetes/cluster.ts';
import { followResource } from '../kubernetes/follow-resource.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { argoResource, type Resource } from '../kubernetes/resource.ts';
import { EXECUTION_LABEL } from '../names.ts';
import { readWorkflow, type WorkflowStatus } from './workflow-status.ts';

export interface WorkflowWatcherOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  /** State of a workflow of an execution; the same may come again. */
  readonly changed: (workflow: WorkflowStatus) => void;
  /** An open workflow was deleted by somebody. */
  readonly deleted: (workflow: WorkflowStatus) => void;
  readonly report?: (what: string, error: unknown) => void;
  /** First pause after a failed request; doubles. @default 500 */
  readonly pauseMs?: number;
  /** Between two pokes of a workflow that is past its deadline. @default 2_000 */
  readonly pokeMs?: number;
}

/** Argo's start times are cut to the second, so a deadline is never later than computed; this covers the clocks. */
const GRACE_MS = 100;

/**
 * Follows the workflows of executions, and pokes those that are past their deadline: nothing wakes the controller for
 * a workflow that only waits for plugin nodes, any change of the object does.
 */
export class WorkflowWatcher implements AsyncDisposable {
  readonly #options: WorkflowWatcherOptions;
  readonly #workflows: Resource;
  readonly #end = new AbortController();
  readonly #open = new Map<string, { status: WorkflowStatus; readonly poking: AbortController }>();
  #following: Promise<void> = Promise.resolve();

  constructor(options: WorkflowWatcherOptions) {
    this.#options = options;
    this.#workflows = argoResource('workflows', options.namespace);
  }

  start(): void {
    const { cluster, random, pauseMs } = this.#options;
    this.#following = followResource(
      cluster,
      this.#workflows,
      {
        listed: (objects) => {
          const there = new Set(objects.map(({ metadata }) => metadata.uid));
          for (const [uid, { status }] of this.#open) if (!there.has(uid)) this.#gone(status);
          for (const object of objects) this.#see(object);
        },
        changed: (object) => this.#see(object),
        deleted: ({ metadata }) => {
          const open = this.#open.get(metadata.uid ?? '');
          if (open !== undefined) this.#gone(open.status);
        },
        interrupted: (error) => this.#options.report?.('follow the workflows', error),
      },
      { labelSelector: EXECUTION_LABEL, signal: this.#end.signal, random, pauseMs },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    for (const { poking } of this.#open.values()) poking.abort();
    await this.#following;
  }

  #see(object: KubernetesObject): void {
    let status: WorkflowStatus;
    try {
      status = readWorkflow(object);
    } catch (error) {
      this.#options.report?.(`read the workflow ${object.metadata.name}`, error);
      return;
    }
    const known = this.#open.get(status.uid);
    if (status.end !== null) {
      known?.poking.abort();
      this.#open.delete(status.uid);
    } else if (known === undefined || known.status.deadlineAt !== status.deadlineAt) {
      known?.poking.abort();
      const poking = new AbortController();
      this.#open.set(status.uid, { status, poking });
      if (status.deadlineAt !== null) void this.#poke(status, status.deadlineAt, poking.signal);
    }
    this.#options.changed(status);
  }

  #gone(status: WorkflowStatus): void {
    this.#open.get(status.uid)?.poking.abort();
    this.#open.delete(status.uid);
    this.#options.deleted(status);
  }

  async #poke({ name }: WorkflowStatus, deadlineAt: number, stopped: AbortSignal): Promise<void> {
    const { cluster, now, pokeMs = 2_000, report } = this.#options;
    const signal = AbortSignal.any([stopped, this.#end.signal]);
    const wait = (ms: number) => pause(ms, undefined, { signal }).catch(() => undefined);
    for (let left = deadlineAt + GRACE_MS - now(); left > 0 && !signal.aborted; left = deadlineAt + GRACE_MS - now()) {
      await wait(Math.min(left, 2 ** 31 - 1));
    }
    while (!signal.aborted) {
      const patch = { metadata: { annotations: { 'aether.io/poke': String(now()) } } };
      await cluster.patch(this.#workflows, name, patch, { signal }).catch((error: unknown) => {
        if (!signal.aborted) report?.(`poke ${name}`, error);
      });
      await wait(pokeMs);
    }
  }
}
