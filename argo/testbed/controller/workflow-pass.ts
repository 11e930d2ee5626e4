import { isRecord } from '@aether/schema';
import type { KubernetesObject } from '../../src/index.ts';
import type { Task, Template } from '../../src/lint/manifest-shapes.ts';
import { nodeId } from './node-id.ts';
import { isFulfilled, outcomeOf, phaseOfDag } from './run-dag.ts';
import { substitute } from './substitute.ts';
import type { NodeAnswerEntry, RunSpec, RunStatus, WorkflowNode } from './workflow-model.ts';

/** The work of one pass on a workflow: pure, what it finds is written by the controller. */
export class WorkflowPass {
  readonly nodes: Map<string, WorkflowNode>;
  /** Templates of open plugin nodes, as the task set carries them. */
  readonly open = new Map<string, unknown>();
  readonly #workflow: KubernetesObject;
  readonly #spec: RunSpec;
  /** Why nothing may go on, when it may not. */
  readonly #stopped: string | null;
  readonly #instant: string;

  constructor(workflow: KubernetesObject, spec: RunSpec, status: RunStatus, now: Date) {
    this.#workflow = workflow;
    this.#spec = spec;
    this.#instant = now.toISOString().replace(/\.\d+/, '');
    this.nodes = new Map(Object.entries(structuredClone(status.nodes)));
    const { shutdown, activeDeadlineSeconds: seconds } = spec;
    const isLate =
      seconds !== undefined &&
      status.startedAt != null &&
      now.getTime() > Date.parse(status.startedAt) + seconds * 1_000;
    this.#stopped =
      shutdown === undefined ? (isLate ? 'Step exceeded its deadline' : null) : `Stopped with strategy '${shutdown}'`;
  }

  /** Goes through the templates with the nodes as they are: answers of this pass take effect at the next one. */
  execute(): void {
    const entry = this.#template(this.#spec.entrypoint ?? '');
    const name = this.#workflow.metadata.name;
    if (entry.dag === undefined) this.#leaf(name, name, entry, new Map());
    else this.#dag(name, entry.dag.tasks);
    if (this.#stopped === null) return;
    for (const node of this.nodes.values())
      if (node.type === 'Plugin' && !isFulfilled(node)) this.#end(node, 'Failed', this.#stopped);
    if (entry.dag !== undefined) this.#dag(name, entry.dag.tasks);
    this.open.clear();
  }

  /** Takes answers over, in their order up to the first unknown node. @returns the ids that were taken, and whether an unknown one blocks */
  take(answers: ReadonlyMap<string, NodeAnswerEntry>): {
    readonly taken: readonly string[];
    readonly isBlocked: boolean;
  } {
    const taken: string[] = [];
    for (const [id, { phase, message, outputs }] of answers) {
      const node = this.nodes.get(id);
      if (node === undefined) return { taken, isBlocked: true };
      if (phase === undefined || !['Succeeded', 'Failed', 'Error'].includes(phase)) continue;
      this.nodes.set(id, {
        ...node,
        phase,
        finishedAt: this.#instant,
        ...(message === undefined ? {} : { message }),
        ...(phase === 'Succeeded' ? { progress: '1/1' } : {}),
        outputs: outputs ?? null,
      });
      taken.push(id);
    }
    return { taken, isBlocked: false };
  }

  get root(): WorkflowNode | undefined {
    return this.nodes.get(this.#workflow.metadata.name);
  }

  /** What the workflow says at its end. */
  get message(): string | undefined {
    return this.#stopped ?? this.root?.message;
  }

  get progress(): string {
    const plugins = [...this.nodes.values()].filter(({ type }) => type === 'Plugin');
    return `${plugins.filter(({ progress }) => progress === '1/1').length}/${plugins.length}`;
  }

  #dag(workflow: string, tasks: readonly Task[]): void {
    const root = this.root ?? this.#start(workflow, workflow, 'DAG', 'Running', this.#spec.entrypoint ?? '');
    if (isFulfilled(root)) return;
    const nodeOf = (task: string) => this.nodes.get(nodeId(workflow, `${workflow}.${task}`));
    // A task that is skipped or omitted ends at once, so that tasks behind it are looked at in the same pass.
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      for (const task of tasks) {
        const names = this.#taskNames(tasks, nodeOf);
        const name = `${workflow}.${task.name}`;
        const node = nodeOf(task.name);
        if (node === undefined) {
          const outcome = outcomeOf(task, nodeOf, (text) => substitute(text, names));
          if (outcome === null) continue;
          isMoving = true;
          const template = task.template ?? '';
          if (outcome.kind === 'OMIT')
            this.#skip(name, task.name, template, 'Omitted', 'omitted: depends condition not met');
          if (outcome.kind === 'SKIP')
            this.#skip(name, task.name, template, 'Skipped', `when '${outcome.condition}' evaluated false`);
          if (outcome.kind !== 'START') continue;
        }
        if (isFulfilled(nodeOf(task.name))) continue;
        const given = task.arguments.parameters.map(
          ({ name: key, value = '' }) => [key, substitute(value, names)] as const,
        );
        this.#leaf(name, task.name, this.#template(task.template ?? ''), new Map(given));
      }
    }
    if (tasks.every(({ name }) => isFulfilled(nodeOf(name)))) this.#end(root, phaseOfDag(tasks, nodeOf));
  }

  /** A plugin node; its template with all values goes into the task set. */
  #leaf(name: string, displayName: string, template: Template, given: ReadonlyMap<string, string>): void {
    if (template['plugin'] === undefined)
      throw new TypeError(`The controller double runs dag and plugin templates, not "${template.name}".`);
    const id = nodeId(this.#workflow.metadata.name, name);
    const node = this.nodes.get(id) ?? this.#start(name, displayName, 'Plugin', 'Pending', template.name ?? '');
    if (isFulfilled(node)) return;
    const fromWorkflow = new Map(this.#spec.arguments.parameters.map((parameter) => [parameter.name, parameter.value]));
    const parameters = template.inputs.parameters.map((parameter) => ({
      ...parameter,
      value:
        given.get(parameter.name) ??
        (name === displayName ? fromWorkflow.get(parameter.name) : undefined) ??
        parameter.value ??
        parameter.default ??
        '',
    }));
    const names = new Map([
      ...this.#workflowNames(),
      ...parameters.map((parameter) => [`inputs.parameters.${parameter.name}`, parameter.value] as const),
    ]);
    const { outputs, inputs: _, ...rest } = template;
    const declared = outputs.parameters.length === 0 ? {} : { outputs };
    this.open.set(id, {
      ...substitute(rest, names),
      ...declared,
      inputs: parameters.length === 0 ? {} : { parameters },
      metadata: {},
    });
  }

  #template(name: string): Template {
    const found = this.#spec.templates.find((template) => template.name === name);
    if (found === undefined) throw new TypeError(`There is no template "${name}".`);
    return found;
  }

  #start(name: string, displayName: string, type: string, phase: string, templateName: string): WorkflowNode {
    const id = nodeId(this.#workflow.metadata.name, name);
    const boundary = id === this.#workflow.metadata.name ? {} : { boundaryID: this.#workflow.metadata.name };
    const node: WorkflowNode = {
      id,
      name,
      displayName,
      type,
      phase,
      templateName,
      ...boundary,
      startedAt: this.#instant,
      finishedAt: null,
    };
    this.nodes.set(id, node);
    return node;
  }

  #skip(name: string, displayName: string, templateName: string, phase: string, message: string): void {
    this.#end(this.#start(name, displayName, 'Skipped', phase, templateName), phase, message);
  }

  #end(node: WorkflowNode, phase: string, message?: string): void {
    this.nodes.set(node.id, {
      ...node,
      phase,
      finishedAt: this.#instant,
      ...(message === undefined ? {} : { message }),
    });
  }

  #workflowNames(): (readonly [string, string])[] {
    const parameters = this.#spec.arguments.parameters.map(
      ({ name, value = '' }) => [`workflow.parameters.${name}`, value] as const,
    );
    return [['workflow.name', this.#workflow.metadata.name], ...parameters];
  }

  #taskNames(tasks: readonly Task[], nodeOf: (task: string) => WorkflowNode | undefined): Map<string, string> {
    const results = tasks.flatMap(({ name }) => {
      const outputs = nodeOf(name)?.outputs;
      const parameters = isRecord(outputs) && Array.isArray(outputs['parameters']) ? outputs['parameters'] : [];
      return [
        ...(outputs?.result === undefined ? [] : [[`tasks.${name}.outputs.result`, outputs.result] as const]),
        ...parameters.map((each) => [`tasks.${name}.outputs.parameters.${each.name}`, String(each.value)] as const),
      ];
    });
    return new Map([...this.#workflowNames(), ...results]);
  }
}
