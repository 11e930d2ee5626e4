import { type Cluster, ClusterError, followResource, argoResource, type KubernetesObject } from '../../src/index.ts';
import { problemOf } from './validate-run.ts';
import { isFulfilled } from './run-dag.ts';
import { readRun, readSet, readSpec, type RunSpec } from './workflow-model.ts';
import { WorkflowPass } from './workflow-pass.ts';

const COMPLETED = 'workflows.argoproj.io/completed';
const PHASE = 'workflows.argoproj.io/phase';

export interface ControllerDoubleOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Argo's DEFAULT_REQUEUE_TIME. */
  readonly requeueMs: number;
  readonly now: () => Date;
  /** Runs something later. */
  readonly schedule: (ms: number, run: () => Promise<void>) => void;
  readonly report: (error: unknown) => void;
}

/**
 * Stands in for Argo's workflow-controller (dag and plugin templates) on any cluster. Every change of a workflow or of
 * its task set, its own included, queues one pass one requeue later; the first pass follows the create at once. What a
 * pass reads and writes, and in which order, is taken from recordings of the real one: tests/controller-double.test.ts.
 */
export class ControllerDouble implements AsyncDisposable {
  readonly #options: ControllerDoubleOptions;
  readonly #queued = new Set<string>();
  readonly #end = new AbortController();
  readonly #resources: Record<'workflows' | 'workflowtasksets' | 'workflowtemplates', ReturnType<typeof argoResource>>;
  #following: Promise<unknown> = Promise.resolve();
  #passing: Promise<void> = Promise.resolve();

  constructor(options: ControllerDoubleOptions) {
    this.#options = options;
    const { namespace } = options;
    this.#resources = {
      workflows: argoResource('workflows', namespace),
      workflowtasksets: argoResource('workflowtasksets', namespace),
      workflowtemplates: argoResource('workflowtemplates', namespace),
    };
  }

  /** Follows the cluster. Workflows that are open already get a pass at once, as after a restart of the real one. */
  start(): void {
    const { workflows, workflowtasksets } = this.#resources;
    const options = { signal: this.#end.signal, random: Math.random, pauseMs: 50 };
    const follow = (resource: typeof workflows, delay: (object: KubernetesObject) => number) =>
      followResource(
        this.#options.cluster,
        resource,
        {
          listed: (objects) => objects.forEach((object) => this.notice(object.metadata.name, 0)),
          changed: (object) => this.notice(object.metadata.name, delay(object)),
          deleted: () => undefined,
          interrupted: this.#options.report,
        },
        options,
      );
    const { requeueMs } = this.#options;
    this.#following = Promise.all([
      follow(workflows, (object) => (object['status'] === undefined ? 0 : requeueMs)),
      follow(workflowtasksets, () => requeueMs),
    ]);
  }

  /** Something about the workflow changed. A pass that is queued already is neither doubled nor postponed. */
  notice(workflow: string, delayMs: number = this.#options.requeueMs): void {
    if (this.#queued.has(workflow) || this.#end.signal.aborted) return;
    this.#queued.add(workflow);
    this.#options.schedule(delayMs, () => {
      this.#queued.delete(workflow);
      this.#passing = this.#passing.then(() => this.#pass(workflow)).catch(this.#options.report);
      return this.#passing;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#following;
    await this.#passing;
  }

  async #pass(name: string): Promise<void> {
    if (this.#end.signal.aborted) return;
    const workflow = await this.#find('workflows', name);
    if (workflow === null) return;
    const { spec: own, status } = readRun(workflow);
    if (status.phase !== undefined && status.phase !== 'Running') return;
    const spec = await this.#effective(own);
    if (spec === null) {
      const missing = `workflowtemplates.argoproj.io "${own.workflowTemplateRef?.name}" not found`;
      return this.#refuse(name, 'Error', missing);
    }
    const problem = status.phase === undefined ? problemOf(spec) : null;
    if (problem !== null) return this.#refuse(name, 'Failed', problem);

    const pass = new WorkflowPass(workflow, spec, status, this.#options.now());
    pass.execute();
    const isCompleted = isFulfilled(pass.root);
    const set = await this.#find('workflowtasksets', name);
    const { tasks, answers } = set === null ? { tasks: new Set<string>(), answers: new Map() } : readSet(set);
    const { taken, isBlocked } = isCompleted ? { taken: [], isBlocked: false } : pass.take(answers);
    if (!isBlocked) {
      await this.#openTasks(workflow, set, pass);
      const finished = new Set([...taken, ...[...tasks].filter((id) => isFulfilled(pass.nodes.get(id)))]);
      await this.#closeTasks(name, finished, isCompleted && set !== null);
    }
    await this.#write(name, pass, isCompleted);
  }

  /** The first pass makes the set, before the workflow's status is written; later ones add to it. */
  async #openTasks(workflow: KubernetesObject, set: KubernetesObject | null, { open }: WorkflowPass): Promise<void> {
    if (open.size === 0) return;
    const { cluster } = this.#options;
    const { workflowtasksets } = this.#resources;
    const { name, namespace, uid = '' } = workflow.metadata;
    const spec = { tasks: Object.fromEntries(open) };
    if (set !== null) {
      await cluster.patch(workflowtasksets, name, { metadata: { labels: { [COMPLETED]: 'false' } }, spec });
      return;
    }
    const ownerReferences = [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid }];
    const object = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTaskSet',
      metadata: { name, namespace, ownerReferences },
      spec,
    };
    await cluster.create(workflowtasksets, object);
  }

  async #closeTasks(name: string, finished: ReadonlySet<string>, isCompleted: boolean): Promise<void> {
    const { cluster } = this.#options;
    const { workflowtasksets } = this.#resources;
    const gone = Object.fromEntries([...finished].map((id) => [id, null]));
    if (finished.size > 0) {
      await cluster.patch(workflowtasksets, name, { status: { nodes: gone } }, { subresource: 'status' });
    }
    if (finished.size > 0 || isCompleted) {
      const labels = isCompleted ? { metadata: { labels: { [COMPLETED]: 'true' } } } : {};
      await cluster.patch(workflowtasksets, name, { ...labels, spec: { tasks: gone } });
    }
  }

  async #write(name: string, pass: WorkflowPass, isCompleted: boolean): Promise<void> {
    const phase = isCompleted ? (pass.root?.phase ?? 'Error') : 'Running';
    const root = pass.root;
    await this.#options.cluster.patch(this.#resources.workflows, name, {
      metadata: { labels: { [COMPLETED]: String(isCompleted), [PHASE]: phase } },
      status: {
        phase,
        startedAt: root?.startedAt,
        ...(isCompleted ? { finishedAt: root?.finishedAt, message: pass.message } : {}),
        progress: pass.progress,
        nodes: Object.fromEntries(pass.nodes),
      },
    });
  }

  async #refuse(name: string, phase: string, message: string): Promise<void> {
    const labels = { [COMPLETED]: 'true', [PHASE]: phase };
    const instant = this.#options.now().toISOString().replace(/\.\d+/, '');
    const status = { phase, message, startedAt: instant, finishedAt: instant, progress: '0/0' };
    await this.#options.cluster.patch(this.#resources.workflows, name, { metadata: { labels }, status });
  }

  /** The workflow's own spec over that of its template; null when the template does not exist. */
  async #effective(own: RunSpec): Promise<RunSpec | null> {
    if (own.workflowTemplateRef === undefined) return own;
    const found = await this.#find('workflowtemplates', own.workflowTemplateRef.name);
    if (found === null) return null;
    const template = readSpec(found);
    const given = new Set(own.arguments.parameters.map(({ name }) => name));
    const rest = template.arguments.parameters.filter(({ name }) => !given.has(name));
    return {
      ...template,
      ...own,
      templates: template.templates,
      arguments: { parameters: [...own.arguments.parameters, ...rest] },
    };
  }

  async #find(
    plural: 'workflows' | 'workflowtasksets' | 'workflowtemplates',
    name: string,
  ): Promise<KubernetesObject | null> {
    try {
      return await this.#options.cluster.get(this.#resources[plural], name);
    } catch (error) {
      if (error instanceof ClusterError && error.isNotFound) return null;
      throw error;
    }
  }
}
