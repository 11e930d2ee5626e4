import {
  argoResource,
  CannotCompileError,
  type Cluster,
  ClusterError,
  compileWorkflowTemplate,
  ExternalAgent,
  type NodeAnswer,
  type NodeContext,
  type NodeTask,
  ROOT_NODE,
  stopWorkflow,
  submitWorkflow,
  workflowManifest,
  WorkflowNameTakenError,
  type WorkflowStatus,
  WorkflowWatcher,
} from '@aether/argo';
import type { Clock, Logger } from '@aether/common/service';
import type { Doorbell, Streams } from '@aether/common/streams';
import type { ArgoExecutions, WorkflowState } from '../db/argo-executions.ts';
import type { ExecutionKey, ExecutionStore } from '../db/execution-store.ts';
import type { PinnedTexts } from '../db/pinned-texts.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { ExecutionCancelledError } from '../errors.ts';
import { isEnded } from '../execution.ts';
import type { ExecutionWriter } from '../journal/execution-writer.ts';
import type { LiveEvents } from '../journal/live-events.ts';
import { ringId } from '../worker/ring.ts';
import { answerFlowNode } from './answer-flow-node.ts';
import { endFromOutside } from './end-from-outside.ts';
import { endOfRun, endsSoon } from './end-of-run.ts';
import { ClusterRefusedError, WorkflowEndedError } from './errors.ts';
import { flowOf } from './flow-of.ts';

export interface ArgoExecutorParts {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly store: Pick<ExecutionStore, 'steps'>;
  readonly executions: ArgoExecutions;
  readonly pins: PinnedTexts;
  readonly writer: ExecutionWriter;
  readonly live: LiveEvents;
  readonly streams: Streams;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  readonly logger: Logger;
  /** Of this process: it submits what its workers may run. */
  readonly queues: readonly string[];
  /** Mean pause between two looks into the record. */
  readonly reconcileMs: number;
}

/** Executions looked at in one pass. */
const LIMIT = 200;
/**
 * The run's own deadline comes first; the workflow's is for the case that nobody of us is alive. The cluster does not know when a run waits, which
 * does not count: 30 days, as long as one wait may take.
 */
const DEADLINE_MARGIN_S = 30 * 24 * 60 * 60;
/** Nodes that wait for their run cost nothing here: workers have their own limits. */
const CONCURRENCY = 1_000;
const FAN_OUT = 200;

const keyOf = ({ tenantId, id }: ExecutionRecord): ExecutionKey => ({ tenantId, executionId: id });

/**
 * Runs executions as workflows. The record is the outbox: an accepted execution waits in the state SUBMIT until its
 * workflow exists, and is held back from workers until Argo hands its node out. Then any worker runs it as every other
 * one, with the same journal, events and fence; its end answers the node. Every process may do this at once: names are
 * deterministic, releases happen once, and all answers of one node are equal.
 */
export class ArgoExecutor implements AsyncDisposable {
  readonly #parts: ArgoExecutorParts;
  readonly #agent: ExternalAgent;
  readonly #watcher: WorkflowWatcher;
  readonly #end = new AbortController();
  readonly #settling = new Set<Promise<void>>();
  #looking: Promise<void> | null = null;
  #isAskedAgain = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ArgoExecutorParts) {
    const { cluster, namespace, clock, logger } = parts;
    const random = () => this.#random();
    const report = (what: string, error: unknown) => logger.warn({ err: error, namespace }, `argo: could not ${what}`);
    this.#parts = parts;
    this.#agent = new ExternalAgent({
      cluster,
      namespace,
      random,
      report,
      concurrency: CONCURRENCY,
      fanOut: FAN_OUT,
      answerNode: (task, context) => this.#answer(task, context),
    });
    this.#watcher = new WorkflowWatcher({
      cluster,
      namespace,
      random,
      report,
      now: () => clock.now().getTime(),
      changed: (workflow) => this.#settle(() => this.#workflowEnded(workflow, workflow.end)),
      deleted: (workflow) => this.#settle(() => this.#workflowEnded(workflow, 'CANCELLED')),
    });
  }

  start(): void {
    this.#agent.start();
    this.#watcher.start();
    this.look();
  }

  /** Something may wait for the cluster. Never fails. */
  look(): void {
    if (this.#end.signal.aborted) return;
    if (this.#looking !== null) {
      this.#isAskedAgain = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#isAskedAgain = false;
    this.#looking = this.#lookOnce()
      .catch((error: unknown) => this.#parts.logger.debug({ err: error }, 'argo: the record could not be asked'))
      .finally(() => {
        this.#looking = null;
        if (this.#end.signal.aborted) return;
        const pause = this.#isAskedAgain ? 0 : this.#parts.reconcileMs * (0.75 + this.#random() / 2);
        this.#timer = setTimeout(() => this.look(), pause);
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    clearTimeout(this.#timer);
    await Promise.all([this.#agent[Symbol.asyncDispose](), this.#watcher[Symbol.asyncDispose](), this.#looking]);
    await Promise.all(this.#settling);
  }

  async #lookOnce(): Promise<void> {
    const pending = await this.#parts.executions.pending(this.#parts.queues, LIMIT);
    await Promise.all(pending.map(({ execution, state }) => this.#advance(execution, state)));
  }

  async #advance(execution: ExecutionRecord, state: WorkflowState): Promise<void> {
    const { logger } = this.#parts;
    try {
      if (isEnded(execution.status)) await this.#release(execution, state);
      else if (state === 'SUBMIT') await this.#submit(execution);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      logger.warn({ err: error, executionId: execution.id }, 'argo: the cluster is asked again later');
    }
  }

  async #submit(execution: ExecutionRecord): Promise<void> {
    const { cluster, namespace, executions, pins, clock } = this.#parts;
    const { signal } = this.#end;
    const { id, tenantId, agentSlug, versionHash, deadlineAtMs } = execution;
    const seconds = Math.max(1, Math.ceil((deadlineAtMs - clock.now().getTime()) / 1_000)) + DEADLINE_MARGIN_S;
    try {
      const identity = { tenantId, agentSlug, versionId: versionHash, namespace };
      const flow = flowOf(JSON.parse(await pins.find(tenantId, execution.specPin)));
      const template = compileWorkflowTemplate(flow === null ? identity : { ...identity, flow });
      const templateName = template.metadata.name;
      await cluster.apply(argoResource('workflowtemplates', namespace), template, signal);
      const manifest = workflowManifest({ namespace, executionId: id, templateName, deadlineSeconds: seconds });
      await submitWorkflow(cluster, manifest, { signal, random: () => this.#random() });
      await executions.setState(keyOf(execution), 'SUBMITTED');
    } catch (error) {
      const isFinal =
        error instanceof CannotCompileError ||
        error instanceof WorkflowNameTakenError ||
        (error instanceof ClusterError && !error.isPassing);
      if (!isFinal) throw error;
      await endFromOutside(this.#parts, execution, new ClusterRefusedError(execution.workflow ?? '', error.message));
      await executions.setState(keyOf(execution), null);
    }
  }

  /** The run has ended. Its workflow ends by the answer of its node, or is stopped when nobody waits for that. */
  async #release(execution: ExecutionRecord, state: WorkflowState): Promise<void> {
    const { cluster, namespace, executions } = this.#parts;
    const name = execution.workflow ?? '';
    const isAnswered = execution.status === 'SUCCEEDED' || execution.status === 'FAILED';
    if (state === 'SUBMIT' || !isAnswered) await stopWorkflow(cluster, namespace, name, this.#end.signal);
    else if (!(await this.#isGone(name))) return;
    await executions.setState(keyOf(execution), null);
  }

  async #isGone(workflow: string): Promise<boolean> {
    const { cluster, namespace } = this.#parts;
    try {
      await cluster.get(argoResource('workflows', namespace), workflow, this.#end.signal);
      return false;
    } catch (error) {
      if (error instanceof ClusterError && error.isNotFound) return true;
      throw error;
    }
  }

  /** A node was handed out: from now on workers may run its execution, whose end is the answer. */
  async #answer({ workflow, call }: NodeTask, { signal }: NodeContext): Promise<NodeAnswer> {
    const { executions, doorbell, random } = this.#parts;
    const execution = await executions.ofWorkflow(workflow);
    if (execution === null || execution.id !== call.execution) {
      return { phase: 'Error', message: `No run of Aether belongs to the workflow "${workflow}".` };
    }
    const key = keyOf(execution);
    if (call.node !== ROOT_NODE) return answerFlowNode(this.#parts, execution, call.node, signal);
    await executions.release(key, Buffer.from(random(8)).toString('hex'));
    void doorbell.ring(execution.queue, ringId({ ...execution, ...key }));
    const ended = await endOfRun(this.#parts, key, signal);
    if (ended.status === 'SUCCEEDED') return { phase: 'Succeeded', result: ended.id };
    return { phase: 'Failed', message: ended.error?.message ?? `The run ended ${ended.status}.` };
  }

  /** The end of a workflow ends its run, when the run has not ended before. */
  async #workflowEnded({ name, message }: WorkflowStatus, end: WorkflowStatus['end']): Promise<void> {
    if (end === null) return;
    const { executions } = this.#parts;
    const execution = await executions.ofWorkflow(name);
    if (execution === null) return;
    const isEnding =
      end === 'SUCCEEDED' &&
      execution.handedOut !== null &&
      (await endsSoon(this.#parts, keyOf(execution), this.#end.signal));
    if (!isEnded(execution.status) && !isEnding) {
      const error =
        end === 'CANCELLED'
          ? new ExecutionCancelledError('its workflow was stopped in the cluster')
          : new WorkflowEndedError(name, end, message);
      await endFromOutside(this.#parts, execution, error);
    }
    await executions.setState(keyOf(execution), null);
  }

  #settle(work: () => Promise<void>): void {
    if (this.#end.signal.aborted) return;
    const settling = work().catch((error: unknown) =>
      this.#parts.logger.warn({ err: error }, 'argo: the end of a workflow is told again at the next list'),
    );
    this.#settling.add(settling);
    void settling.finally(() => this.#settling.delete(settling));
  }

  /** 0 ≤ n < 1. */
  #random(): number {
    return (this.#parts.random(1)[0] ?? 0) / 256;
  }
}
