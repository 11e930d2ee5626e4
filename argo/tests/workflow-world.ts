import { setTimeout as pause } from 'node:timers/promises';
import { type Flow, flowSchema } from '@aether/schema';
import {
  type AnswerNode,
  argoResource,
  type Cluster,
  compileWorkflowTemplate,
  ExternalAgent,
  type NodeAnswer,
  type NodeTask,
  submitWorkflow,
  type WorkflowStatus,
  WorkflowWatcher,
  workflowManifest,
} from '../src/index.ts';

export interface World {
  /** As Aether's user. */
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly requeueMs: number;
}

/** A flow in shorthand: every node runs an agent unless it says otherwise. */
export function flowOf(nodes: Readonly<Record<string, object>>, edges: Readonly<Record<string, object>> = {}): Flow {
  const agent = { type: 'agent', agent: 'worker' };
  const all = Object.entries(nodes).map(([id, node]) => [id, 'type' in node ? node : { ...agent, ...node }]);
  return flowSchema.parse({ nodes: Object.fromEntries(all), edges });
}

let runs = 0;

/** Follows the workflows of a world and runs agents in it. */
export class WorkflowUser implements AsyncDisposable {
  readonly #world: World;
  readonly #watcher: WorkflowWatcher;
  readonly #seen: { readonly status: WorkflowStatus; readonly isDeleted: boolean }[] = [];
  readonly #stack = new AsyncDisposableStack();
  readonly #own = new Set<string>();
  #changed = Promise.withResolvers<void>();

  constructor(world: World) {
    this.#world = world;
    const tell = (isDeleted: boolean) => (status: WorkflowStatus) => {
      this.#seen.push({ status, isDeleted });
      this.#changed.resolve();
      this.#changed = Promise.withResolvers<void>();
    };
    const { cluster, namespace } = world;
    this.#watcher = this.#stack.use(
      new WorkflowWatcher({
        cluster,
        namespace,
        now: Date.now,
        random: Math.random,
        pauseMs: 20,
        changed: tell(false),
        deleted: tell(true),
      }),
    );
    this.#watcher.start();
  }

  /** An external agent for the workflows of this user; ended with it, or earlier by the caller. */
  agent(
    answerNode: AnswerNode,
    options: { fanOut?: number; mostResultBytes?: number; cluster?: Cluster } = {},
  ): ExternalAgent {
    const { cluster, namespace } = this.#world;
    const answerOwn: AnswerNode = async (task, context) => {
      if (this.#own.has(task.workflow)) return answerNode(task, context);
      await untilAborted(context.signal); // left behind by another test
      return { phase: 'Error' };
    };
    const standards = { cluster, namespace, random: Math.random, pauseMs: 20 };
    const agent = new ExternalAgent({ ...standards, ...options, answerNode: answerOwn });
    this.#stack.use(agent);
    agent.start();
    return agent;
  }

  /** Compiles, applies and submits; the name of the workflow. */
  async run(flow?: Flow, deadlineSeconds = 600): Promise<string> {
    const { cluster, namespace } = this.#world;
    runs += 1;
    const executionId = `exe_${process.pid}t${runs}`;
    const version = { tenantId: 'tnt_1', agentSlug: 'worker', versionId: `ver_${process.pid}_${runs}` };
    const template = compileWorkflowTemplate({ ...version, namespace, flow });
    await cluster.apply(argoResource('workflowtemplates', namespace), template);
    const manifest = workflowManifest({
      namespace,
      executionId,
      templateName: template.metadata.name,
      deadlineSeconds,
    });
    this.#own.add(manifest.metadata.name);
    const { name } = await submitWorkflow(cluster, manifest, {
      signal: AbortSignal.timeout(30_000),
      random: Math.random,
    });
    return name;
  }

  /** The workflow's end. */
  async end(name: string): Promise<WorkflowStatus> {
    const { status } = await this.#until(({ status: each }) => each.name === name && each.end !== null);
    return status;
  }

  async deletionOf(name: string): Promise<void> {
    await this.#until(({ status, isDeleted }) => isDeleted && status.name === name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }

  async #until(test: (seen: { status: WorkflowStatus; isDeleted: boolean }) => boolean) {
    const deadline = AbortSignal.timeout(60_000);
    for (;;) {
      const changed = this.#changed.promise;
      const found = this.#seen.find(test);
      if (found !== undefined) return found;
      if (deadline.aborted) throw new Error(`Not seen in 60 s; last: ${JSON.stringify(this.#seen.at(-1))}`);
      await Promise.race([changed, pause(60_000, undefined, { signal: deadline, ref: false }).catch(() => undefined)]);
    }
  }
}

/** Answers nodes by their id and keeps their order. Nodes without an answer wait until they are stopped. */
export class ScriptedNodes {
  readonly started: string[] = [];
  readonly stopped: string[] = [];
  /** Most nodes in work at once. */
  most = 0;
  #open = 0;
  readonly #answers: Readonly<Record<string, NodeAnswer | undefined>>;
  readonly #waiting = new Map<string, PromiseWithResolvers<NodeTask>>();

  constructor(answers: Readonly<Record<string, NodeAnswer | undefined>> = {}) {
    this.#answers = answers;
  }

  readonly answer: AnswerNode = async (task, { signal }) => {
    const { node } = task.call;
    this.started.push(node);
    this.#open += 1;
    this.most = Math.max(this.most, this.#open);
    this.#signalOf(node).resolve(task);
    try {
      const answer = this.#answers[node];
      if (answer === undefined && Object.hasOwn(this.#answers, node)) await untilAborted(signal);
      return answer ?? { phase: 'Succeeded', result: node };
    } finally {
      if (signal.aborted) this.stopped.push(node);
      this.#open -= 1;
    }
  };

  /** The task of a node, once it was handed out. */
  handedOut(node: string): Promise<NodeTask> {
    return this.#signalOf(node).promise;
  }

  #signalOf(node: string): PromiseWithResolvers<NodeTask> {
    const known = this.#waiting.get(node) ?? Promise.withResolvers<NodeTask>();
    this.#waiting.set(node, known);
    return known;
  }
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
