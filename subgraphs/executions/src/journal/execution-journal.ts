import type { BlobStore } from '@aether/common/blobs';
import type { Clock } from '@aether/common/service';
import {
  type ApprovalDecision,
  type ApprovalRequest,
  type EarlierMessage,
  type Journal,
  type PinnedRun,
  type SignalPayload,
  type SignalRequest,
  type StepDefinition,
  type StepHandle,
  type StepResult,
  type TimerRequest,
} from '@aether/runtime';
import type { IdSource, JsonObject } from '@aether/schema';
import type { JournalRow } from '../db/execution-store.ts';
import type { StepRecord } from '../db/records.ts';
import { StepLimitError } from '../errors.ts';
import type { NewEvent } from '../event.ts';
import { toFailure } from '../failure.ts';
import { loadPayload } from '../payload.ts';
import { hashStepInput, idempotencyKeyOf, isSettled } from '../step.ts';
import { JournaledWaits } from './journaled-waits.ts';
import { KnownSteps } from './known-steps.ts';
import type { LiveEvents } from './live-events.ts';
import type { OwnedExecution } from './owned-execution.ts';
import { RunTotals } from './run-totals.ts';
import { endedStep, failedStep, type OpenStep, startedStep, type RunningStep } from './step-changes.ts';
import { inStepSpan } from './step-span.ts';
import { stepProgress } from './step-progress.ts';
import { StepText } from './step-text.ts';

export interface ExecutionJournalOptions {
  readonly run: PinnedRun;
  readonly owned: OwnedExecution;
  /** Steps of earlier attempts. */
  readonly steps: readonly StepRecord[];
  readonly signal: AbortSignal;
  /** Ends the run: a write failed, so it must not go on. */
  readonly stop: (reason: unknown) => void;
  /** Whether the run's person may still do what may change something. @throws RightWithdrawnError, RightsUnknownError */
  readonly mayWrite: () => Promise<void>;
  readonly earlierMessages: (limit: number) => Promise<readonly EarlierMessage[]>;
  readonly live: LiveEvents;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly deltaMs: number;
}

/** The journal of one run under one fence: done steps answer from it, others are written as they go. */
export class ExecutionJournal implements Journal {
  readonly run: PinnedRun;
  readonly signal: AbortSignal;
  readonly totals: RunTotals;
  readonly steps: KnownSteps;
  readonly #options: ExecutionJournalOptions;
  readonly #waits: JournaledWaits;
  readonly #running = new Map<string, RunningStep>();
  readonly #failedSteps = new WeakMap<Error, string>();
  readonly #nodeEnds: Map<string, string | null>;
  #count: number;

  constructor(options: ExecutionJournalOptions) {
    this.#options = options;
    this.run = options.run;
    this.signal = options.signal;
    this.totals = new RunTotals(options.owned.execution);
    this.steps = new KnownSteps(options.run.executionId, options.steps);
    this.#count = options.steps.length;
    this.#waits = new JournaledWaits({
      find: (key, inputHash) => this.#find(key, inputHash),
      journaled: (step) => this.#journaled(step),
      step: (definition, run) => this.step(definition, run),
      nowMs: () => options.clock.now().getTime(),
    });
    this.#nodeEnds = new Map(Object.entries(options.owned.execution.nodeEnds ?? {}));
  }

  nodeEnded(nodeId: string, answer: string | null): void {
    if (this.run.handedOut === undefined || this.#nodeEnds.has(nodeId)) return;
    this.#nodeEnds.set(nodeId, answer);
    void this.#writeBehind({ changes: { nodeEnds: JSON.stringify(Object.fromEntries(this.#nodeEnds)) } });
  }

  spent(): number {
    return this.totals.spent;
  }

  earlierMessages(limit: number): Promise<readonly EarlierMessage[]> {
    return this.#options.earlierMessages(limit);
  }

  /** Steps that have begun and not ended, and those that wait in the record, for the end of the run. */
  openSteps(): readonly OpenStep[] {
    const waiting = this.steps.waiting().map(({ startedAt, ...step }) => ({ ...step, startedAt: new Date(startedAt) }));
    const running = [...this.#running.values()].map(({ definition, ...step }) => ({ ...step, key: definition.key }));
    return [...running, ...waiting];
  }

  get stepCount(): number {
    return this.#count;
  }

  openAttempts(key: string): number {
    return this.steps.openAttempts(key);
  }

  decisions(requests: readonly ApprovalRequest[]): Promise<readonly ApprovalDecision[]> {
    return this.#waits.decisions(requests);
  }

  timer(request: TimerRequest): Promise<void> {
    return this.#waits.timer(request);
  }

  awaitSignal(request: SignalRequest): Promise<SignalPayload> {
    return this.#waits.awaitSignal(request);
  }

  /** Step in which the error came up, or what it was made of. */
  failedStep(error: unknown): string | null {
    if (!(error instanceof Error)) return null;
    return this.#failedSteps.get(error) ?? this.failedStep(error.cause);
  }

  async step<Output>(
    definition: StepDefinition,
    run: (step: StepHandle) => Promise<StepResult<Output>>,
  ): Promise<Output> {
    const inputHash = hashStepInput(definition.input);
    const known = this.#find(definition.key, inputHash);
    if (known !== undefined && isSettled(known)) return this.#journaled<Output>(known);
    if (this.steps.mayChangeSomething(definition)) {
      await this.#options.mayWrite();
      this.signal.throwIfAborted();
    }
    return inStepSpan(this.run, definition, this.#options.random, async (spanId) => {
      const { step, begun } = this.#begin(definition, { inputHash, spanId }, known);
      // A crash from here on must find that the call may have gone out.
      if (definition.call !== undefined) await begun;
      this.signal.throwIfAborted();
      return this.#perform(step, run);
    });
  }

  #find(key: string, inputHash: string): StepRecord | undefined {
    this.signal.throwIfAborted();
    const known = this.steps.find(key, inputHash);
    const limit = this.run.spec.limits.steps;
    if (known === undefined && this.#count >= limit) throw new StepLimitError(limit);
    return known;
  }

  async #journaled<Output>(step: StepRecord): Promise<Output> {
    const text = step.result === null ? 'null' : await loadPayload(this.#options.blobs, step.result);
    // The output was written by the same kind of step under the same key and input.
    return JSON.parse(text) as Output;
  }

  #begin(
    definition: StepDefinition,
    { inputHash, spanId }: Pick<RunningStep, 'inputHash' | 'spanId'>,
    known: StepRecord | undefined,
  ): { readonly step: RunningStep; readonly begun: Promise<void> } {
    const { clock, ids, owned } = this.#options;
    if (known === undefined) this.#count += 1;
    this.steps.begins(definition);
    const step: RunningStep = {
      id: known?.id ?? ids('stp'),
      definition,
      inputHash,
      idempotencyKey: idempotencyKeyOf(this.run.executionId, definition.key, inputHash),
      attempt: (known?.attempt ?? 0) + 1,
      position: known?.position ?? this.#count,
      startedAt: clock.now(),
      startedMs: clock.monotonicMs(),
      spanId,
      modelId: owned.execution.models[definition.model ?? ''] ?? null,
    };
    this.#running.set(definition.key, step);
    const { change, data } = startedStep(step, known);
    const events = [this.#event('step-start', data)];
    if (known !== undefined) {
      events.unshift(
        this.#event('message-reset', { stepId: step.id, attempt: known.attempt, reason: 'The step runs again.' }),
      );
    }
    if (definition.call !== undefined) {
      const { toolId, effect, arguments: args } = definition.call;
      const call = { stepId: step.id, attempt: step.attempt, toolId, arguments: args, effect };
      events.push(this.#event('tool-call', call));
    }
    return { step, begun: this.#writeBehind({ steps: [change], events }) };
  }

  async #perform<Output>(step: RunningStep, run: (step: StepHandle) => Promise<StepResult<Output>>): Promise<Output> {
    const { id: stepId, attempt } = step;
    const text = new StepText({
      stepId,
      attempt,
      deltaMs: this.#options.deltaMs,
      preview: (data) => this.#preview(data),
      delta: (data) => void this.#writeBehind({ events: [this.#event('text-delta', data)] }),
    });
    const progress = stepProgress(this.#options.clock, this.#options.deltaMs, (fraction, message) => {
      const data = { stepId, attempt, stepStatus: 'STARTED', fraction, message };
      void this.#writeBehind({ events: [this.#event('step-progress', data)] });
    });
    try {
      const result = await run({
        stepId,
        key: step.definition.key,
        attempt,
        idempotencyKey: step.idempotencyKey,
        fence: this.#options.owned.execution.fence,
        signal: this.signal,
        text: (delta) => text.add(delta),
        progress,
      });
      this.signal.throwIfAborted();
      text.flush();
      await this.#end(step, result);
      return result.output;
    } catch (error) {
      text.stop();
      // What comes up after a stop is its consequence; who stops the run writes how its open steps ended.
      this.signal.throwIfAborted();
      if (error instanceof Error) this.#failedSteps.set(error, stepId);
      this.steps.failed(step.definition.key, attempt);
      text.flush();
      const { change, data } = failedStep(
        { id: stepId, attempt, key: step.definition.key },
        toFailure(error, stepId),
        this.#elapsed(step),
      );
      await this.#options.owned.write({ steps: [change], events: [this.#event('step-end', data)] });
      this.#running.delete(step.definition.key);
      throw error;
    }
  }

  async #end(step: RunningStep, result: StepResult<unknown>): Promise<void> {
    const { blobs, owned, ids } = this.#options;
    const durationMs = this.#elapsed(step);
    const { change, data } = await endedStep(step, result, { durationMs, blobs, run: this.run });
    const events = [...this.#artifactEvents(step, result), this.#event('step-end', data)];
    if (result.usage === null) {
      await owned.write({ steps: [change], events });
    } else if (step.definition.type === 'AGENT_CALL') {
      this.totals.addCalled(result.usage);
      events.push(this.#event('spend-change', this.totals.event()));
      await owned.write({ steps: [change], events, changes: this.totals.changes() });
    } else {
      this.totals.add(result.usage);
      events.push(this.#event('spend-change', this.totals.event()));
      const usage = this.totals.usageRow(ids('use'), step, result.usage, this.#now());
      await owned.write({ steps: [change], events, changes: this.totals.changes(), usage: [usage] });
    }
    this.#running.delete(step.definition.key);
  }

  #artifactEvents({ id: stepId }: RunningStep, { artifact }: StepResult<unknown>): readonly NewEvent[] {
    if (artifact === undefined) return [];
    const { id: artifactId, name, kind, mimeType, bytes, version } = artifact;
    return [this.#event('artifact-create', { artifactId, stepId, name, kind, mimeType, bytes, version })];
  }

  #preview(data: JsonObject): void {
    const { tenantId, executionId } = this.run;
    this.#options.live.publish({ tenantId, executionId }, [{ ...this.#event('text-preview', data), seq: null }]);
  }

  /** The run goes on; later writes come after this one, and it ends when this one fails. */
  async #writeBehind(part: Partial<JournalRow>): Promise<void> {
    try {
      await this.#options.owned.write(part);
    } catch (error) {
      this.#options.stop(error);
    }
  }

  #event(name: NewEvent['name'], data: JsonObject): NewEvent {
    return { name, at: this.#now(), data };
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }

  #elapsed(step: RunningStep): number {
    return this.#options.clock.monotonicMs() - step.startedMs;
  }
}
