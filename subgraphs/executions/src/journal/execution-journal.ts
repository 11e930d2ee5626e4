import type { BlobStore } from '@aether/common/blobs';
import type { Clock } from '@aether/common/service';
import type { EarlierMessage, Journal, PinnedRun, StepDefinition, StepHandle, StepResult } from '@aether/runtime';
import type { IdSource, JsonObject } from '@aether/schema';
import type { JournalRow } from '../db/execution-store.ts';
import type { StepRecord } from '../db/records.ts';
import { NonDeterministicStepError, StepLimitError } from '../errors.ts';
import type { NewEvent } from '../event.ts';
import { toFailure } from '../failure.ts';
import { loadPayload } from '../payload.ts';
import { hashStepInput, isDone } from '../step.ts';
import type { LiveEvents } from './live-events.ts';
import type { OwnedExecution } from './owned-execution.ts';
import { RunTotals } from './run-totals.ts';
import { endedStep, failedStep, startedStep, type RunningStep } from './step-changes.ts';
import { StepText } from './step-text.ts';

export interface ExecutionJournalOptions {
  readonly run: PinnedRun;
  readonly owned: OwnedExecution;
  /** Steps of earlier attempts. */
  readonly steps: readonly StepRecord[];
  readonly signal: AbortSignal;
  /** Ends the run: a write failed, so it must not go on. */
  readonly stop: (reason: unknown) => void;
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
  readonly #options: ExecutionJournalOptions;
  readonly #steps: Map<string, StepRecord>;
  readonly #running = new Map<string, RunningStep>();
  readonly #failedSteps = new WeakMap<Error, string>();
  #count: number;

  constructor(options: ExecutionJournalOptions) {
    this.#options = options;
    this.run = options.run;
    this.signal = options.signal;
    this.totals = new RunTotals(options.owned.execution);
    this.#steps = new Map(options.steps.map((step) => [step.key, step]));
    this.#count = options.steps.length;
  }

  spent(): number {
    return this.totals.spent;
  }

  earlierMessages(limit: number): Promise<readonly EarlierMessage[]> {
    return this.#options.earlierMessages(limit);
  }

  /** Steps that have begun and not ended, for the end of the run. */
  openSteps(): readonly RunningStep[] {
    return [...this.#running.values()];
  }

  /** Step in which the error came up. */
  failedStep(error: unknown): string | null {
    return error instanceof Error ? (this.#failedSteps.get(error) ?? null) : null;
  }

  async step<Output>(
    definition: StepDefinition,
    run: (step: StepHandle) => Promise<StepResult<Output>>,
  ): Promise<Output> {
    this.signal.throwIfAborted();
    const inputHash = hashStepInput(definition.input);
    const known = this.#steps.get(definition.key);
    if (known !== undefined && known.inputHash !== inputHash) {
      throw new NonDeterministicStepError(this.run.executionId, definition.key);
    }
    if (known !== undefined && isDone(known.status)) return this.#journaled(known);
    const limit = this.run.spec.limits.steps;
    if (known === undefined && this.#count >= limit) throw new StepLimitError(limit);
    return this.#perform(this.#begin(definition, inputHash, known), run);
  }

  async #journaled<Output>(step: StepRecord): Promise<Output> {
    const text = step.result === null ? 'null' : await loadPayload(this.#options.blobs, step.result);
    // The output was written by the same kind of step under the same key and input.
    return JSON.parse(text) as Output;
  }

  #begin(definition: StepDefinition, inputHash: string, known: StepRecord | undefined): RunningStep {
    const { clock, ids, random, owned } = this.#options;
    if (known === undefined) this.#count += 1;
    const step: RunningStep = {
      id: known?.id ?? ids('stp'),
      definition,
      inputHash,
      attempt: (known?.attempt ?? 0) + 1,
      position: known?.position ?? this.#count,
      startedAt: clock.now(),
      startedMs: clock.monotonicMs(),
      spanId: Buffer.from(random(8)).toString('hex'),
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
    this.#writeBehind({ steps: [change], events });
    return step;
  }

  async #perform<Output>(step: RunningStep, run: (step: StepHandle) => Promise<StepResult<Output>>): Promise<Output> {
    const { id: stepId, attempt } = step;
    const text = new StepText({
      stepId,
      attempt,
      deltaMs: this.#options.deltaMs,
      preview: (data) => this.#preview(data),
      delta: (data) => this.#writeBehind({ events: [this.#event('text-delta', data)] }),
    });
    const progress = this.#progressOf(step);
    try {
      const result = await run({
        stepId,
        attempt,
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
      text.flush();
      const { change, data } = failedStep(step, toFailure(error, stepId), this.#elapsed(step));
      await this.#options.owned.write({ steps: [change], events: [this.#event('step-end', data)] });
      this.#running.delete(step.definition.key);
      throw error;
    }
  }

  async #end(step: RunningStep, result: StepResult<unknown>): Promise<void> {
    const { blobs, owned, ids } = this.#options;
    const durationMs = this.#elapsed(step);
    const { change, data } = await endedStep(step, result, { durationMs, blobs, run: this.run });
    const events = [this.#event('step-end', data)];
    if (result.usage === null) {
      await owned.write({ steps: [change], events });
    } else {
      this.totals.add(result.usage);
      events.push(this.#event('spend-change', this.totals.event()));
      const usage = this.totals.usageRow(ids('use'), step, result.usage, this.#now());
      await owned.write({ steps: [change], events, changes: this.totals.changes(), usage: [usage] });
    }
    this.#running.delete(step.definition.key);
  }

  /** At most one event each `deltaMs`; what comes between is out of date before anybody has read it. */
  #progressOf(step: RunningStep): StepHandle['progress'] {
    const { clock, deltaMs } = this.#options;
    let lastMs = Number.NEGATIVE_INFINITY;
    return (fraction, message) => {
      if (clock.monotonicMs() - lastMs < deltaMs) return;
      lastMs = clock.monotonicMs();
      const data = { stepId: step.id, attempt: step.attempt, stepStatus: 'STARTED', fraction, message };
      this.#writeBehind({ events: [this.#event('step-progress', data)] });
    };
  }

  #preview(data: JsonObject): void {
    const { tenantId, executionId } = this.run;
    this.#options.live.publish({ tenantId, executionId }, [{ ...this.#event('text-preview', data), seq: null }]);
  }

  /** The run goes on; later writes come after this one, and it ends when this one fails. */
  #writeBehind(part: Partial<JournalRow>): void {
    this.#options.owned.write(part).catch((error: unknown) => this.#options.stop(error));
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
