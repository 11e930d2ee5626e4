import type { BlobStore } from '@aether/common/blobs';
import { type Clock, PlatformError } from '@aether/common/service';
import type { PinnedRun, StepDefinition, StepHandle, StepResult } from '@aether/runtime';
import type { IdSource, JsonObject } from '@aether/schema';
import type { CallHold } from '../budgets/call-hold.ts';
import type { RunSpending } from '../budgets/run-spending.ts';
import type { JournalRow } from '../db/execution-store.ts';
import type { StepRecord } from '../db/step-records.ts';
import type { NewEvent } from '../event.ts';
import { toFailure } from '../failure.ts';
import { idempotencyKeyOf, isCall } from '../step.ts';
import type { KnownSteps } from './known-steps.ts';
import type { LiveEvents } from './live-events.ts';
import type { OwnedExecution } from './owned-execution.ts';
import type { RunTotals } from './run-totals.ts';
import { endedStep, failedStep, type RunningStep, startedStep } from './step-changes.ts';
import { stepProgress } from './step-progress.ts';
import { StepText } from './step-text.ts';

export interface StepRunnerOptions {
  readonly run: PinnedRun;
  readonly owned: OwnedExecution;
  readonly totals: RunTotals;
  readonly steps: KnownSteps;
  readonly spending: RunSpending;
  readonly signal: AbortSignal;
  /** Ends the run: a write failed, so it must not go on. */
  readonly stop: (reason: unknown) => void;
  readonly live: LiveEvents;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly deltaMs: number;
}

/** Runs the steps of one run that no journal has an answer for, and writes what becomes of each. */
export class StepRunner {
  readonly #options: StepRunnerOptions;
  readonly #running = new Map<string, RunningStep>();
  readonly #failedSteps = new WeakMap<Error, string>();

  constructor(options: StepRunnerOptions) {
    this.#options = options;
  }

  running(): readonly RunningStep[] {
    return [...this.#running.values()];
  }

  /** Step in which the error came up, or what it was made of. */
  failedStep(error: unknown): string | null {
    if (!(error instanceof Error)) return null;
    return this.#failedSteps.get(error) ?? this.failedStep(error.cause);
  }

  /** @param known what the record has of it, when it began before */
  begin(
    definition: StepDefinition,
    { inputHash, spanId, position }: Pick<RunningStep, 'inputHash' | 'spanId' | 'position'>,
    known: StepRecord | undefined,
  ): { readonly step: RunningStep; readonly begun: Promise<void> } {
    const { run, clock, ids, owned, steps } = this.#options;
    steps.begins(definition);
    const step: RunningStep = {
      id: known?.id ?? ids('stp'),
      definition,
      inputHash,
      idempotencyKey: idempotencyKeyOf(run.executionId, definition.sameCallAs ?? definition.key, inputHash),
      attempt: (known?.attempt ?? 0) + 1,
      position,
      startedAt: clock.now(),
      startedMs: clock.monotonicMs(),
      spanId,
      modelId: owned.execution.models[definition.model ?? ''] ?? null,
    };
    this.#running.set(definition.key, step);
    const { change, data } = startedStep(step, known);
    const events = [this.#event('step-start', data)];
    if (known !== undefined) {
      const reset = { stepId: step.id, attempt: known.attempt, reason: 'The step runs again.' };
      events.unshift(this.#event('message-reset', reset));
    }
    if (definition.call !== undefined) {
      const { toolId, effect, arguments: args } = definition.call;
      const call = { stepId: step.id, attempt: step.attempt, toolId, arguments: args, effect };
      events.push(this.#event('tool-call', call));
    }
    return { step, begun: this.writeBehind({ steps: [change], events }) };
  }

  async perform<Output>(step: RunningStep, run: (step: StepHandle) => Promise<StepResult<Output>>): Promise<Output> {
    const { id: stepId, attempt } = step;
    const { clock, deltaMs, signal } = this.#options;
    const text = new StepText({
      stepId,
      attempt,
      deltaMs,
      preview: (data) => this.#preview(data),
      delta: (data) => void this.writeBehind({ events: [this.#event('text-delta', data)] }),
    });
    const progress = stepProgress(clock, deltaMs, (fraction, message) => {
      const data = { stepId, attempt, stepStatus: 'STARTED', fraction, message };
      void this.writeBehind({ events: [this.#event('step-progress', data)] });
    });
    let hold: CallHold | null = null;
    let answeredBytes = 0;
    let hasOwnKey = false;
    try {
      const handle = (): StepHandle => ({
        stepId,
        key: step.definition.key,
        attempt,
        idempotencyKey: step.idempotencyKey,
        fence: this.#options.owned.execution.fence,
        signal,
        reservedOutputTokens: hold?.outputTokens ?? null,
        ownKeyOnly: hold?.ownKeyOnly ?? false,
        text: (delta) => {
          answeredBytes += Buffer.byteLength(delta);
          text.add(delta);
        },
        progress,
        paidWithOwnKey: () => {
          hasOwnKey = true;
        },
      });
      hold = await this.#reserve(step);
      const result = await run(handle()).catch(async (error: unknown) => {
        if (hold?.ownKeyOnly !== true || !isOwnKeyRequired(error)) throw error;
        // Nothing was sent. It is the organization's call, if its budgets have room.
        hold.settle(0);
        hasOwnKey = false;
        hold = await this.#reserve(step, true);
        return run(handle());
      });
      // Whatever comes now, this was paid.
      hasOwnKey ||= result.usage?.ownKey === true;
      hold?.settle(result.usage === null ? 0 : result.usage.cost, { hasOwnKey });
      this.#options.spending.paid(step.definition, hasOwnKey);
      signal.throwIfAborted();
      text.flush();
      await this.#end(step, result, hold);
      return result.output;
    } catch (error) {
      text.stop();
      hold?.fail(error, { answeredBytes, isStopped: signal.aborted, hasOwnKey });
      // What comes up after a stop is its consequence; who stops the run writes how its open steps ended.
      signal.throwIfAborted();
      await this.#fail(step, error, () => text.flush(), hold);
      throw error;
    }
  }

  /** The run goes on; later writes come after this one, and it ends when this one fails. */
  async writeBehind(part: Partial<JournalRow>): Promise<void> {
    try {
      await this.#options.owned.write(part);
    } catch (error) {
      this.#options.stop(error);
    }
  }

  /** What is reserved is in the record before anything goes out: after a crash nobody spends it twice. */
  async #reserve({ definition }: RunningStep, isOwnKeyGone = false): Promise<CallHold | null> {
    if (definition.bound === undefined && definition.price === undefined) return null;
    const hold = await this.#options.spending.hold(definition, isOwnKeyGone);
    const slices = hold?.marks() ?? [];
    if (slices.length > 0) await this.writeBehind({ slices });
    try {
      this.#options.signal.throwIfAborted();
    } catch (error) {
      hold?.settle(0);
      throw error;
    }
    return hold;
  }

  async #fail(step: RunningStep, error: unknown, flushText: () => void, hold: CallHold | null): Promise<void> {
    const { id, attempt, definition } = step;
    if (error instanceof Error) this.#failedSteps.set(error, id);
    const failure = toFailure(error, id);
    this.#options.steps.failed(definition.key, attempt, failure);
    flushText();
    const failed = { id, attempt, key: definition.key };
    const { change, data } = failedStep(failed, failure, this.#elapsed(step));
    const events = [this.#event('step-end', data)];
    await this.#options.owned.write({ steps: [change], events, slices: hold?.marks() ?? [] });
    this.#running.delete(definition.key);
  }

  async #end(step: RunningStep, result: StepResult<unknown>, hold: CallHold | null): Promise<void> {
    const { blobs, owned, ids, run, totals } = this.#options;
    const durationMs = this.#elapsed(step);
    const { change, data } = await endedStep(step, result, { durationMs, blobs, run });
    const events = [...this.#artifactEvents(step, result), this.#event('step-end', data)];
    const slices = hold?.marks() ?? [];
    if (result.usage === null) {
      await owned.write({ steps: [change], events, slices });
    } else if (isCall(step.definition.type)) {
      totals.addCalled(result.usage);
      events.push(this.#event('spend-change', totals.event()));
      await owned.write({ steps: [change], events, changes: totals.changes() });
    } else {
      totals.add(result.usage);
      events.push(this.#event('spend-change', totals.event()));
      const usage = totals.usageRow(ids('use'), step, result.usage, this.#now());
      await owned.write({ steps: [change], events, changes: totals.changes(), usage: [usage], slices });
    }
    this.#running.delete(step.definition.key);
  }

  #artifactEvents({ id: stepId }: RunningStep, { artifact }: StepResult<unknown>): readonly NewEvent[] {
    if (artifact === undefined) return [];
    const { id: artifactId, name, kind, mimeType, bytes, version } = artifact;
    return [this.#event('artifact-create', { artifactId, stepId, name, kind, mimeType, bytes, version })];
  }

  #preview(data: JsonObject): void {
    const { live, run } = this.#options;
    live.publish(run, [{ ...this.#event('text-preview', data), seq: null }]);
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

/** The LLM gateway was to use an own key alone, and the person has none. */
function isOwnKeyRequired(error: unknown): boolean {
  return error instanceof PlatformError && error.code === 'OWN_KEY_REQUIRED';
}
