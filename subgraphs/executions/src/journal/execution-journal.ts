import {
  type ApprovalDecision,
  type ApprovalRequest,
  type EarlierMessage,
  type Journal,
  type PauseRequest,
  type PinnedRun,
  type SignalPayload,
  type SignalRequest,
  type StepDefinition,
  type StepHandle,
  type StepResult,
  type TimerRequest,
} from '@aether/runtime';
import { RunSpending, type RunSpendingParts } from '../budgets/run-spending.ts';
import type { StepRecord } from '../db/step-records.ts';
import { StepLimitError } from '../errors.ts';
import { loadPayload } from '../payload.ts';
import { hashStepInput, isSettled } from '../step.ts';
import { JournaledWaits } from './journaled-waits.ts';
import { KnownSteps } from './known-steps.ts';
import { RunTotals } from './run-totals.ts';
import type { OpenStep } from './step-changes.ts';
import { StepRunner, type StepRunnerOptions } from './step-runner.ts';
import { inStepSpan } from './step-span.ts';

export interface ExecutionJournalOptions extends Omit<StepRunnerOptions, 'totals' | 'steps' | 'spending'> {
  /** Steps of earlier attempts. */
  readonly steps: readonly StepRecord[];
  /** Whether the run's person may still do what may change something. @throws RightWithdrawnError, RightsUnknownError */
  readonly mayWrite: () => Promise<void>;
  readonly earlierMessages: (limit: number) => Promise<readonly EarlierMessage[]>;
  readonly random: (bytes: number) => Uint8Array;
  readonly budgets: RunSpendingParts;
}

/** The journal of one run under one fence: done steps answer from it, others are written as they go. */
export class ExecutionJournal implements Journal {
  readonly run: PinnedRun;
  readonly signal: AbortSignal;
  readonly totals: RunTotals;
  readonly steps: KnownSteps;
  readonly #options: ExecutionJournalOptions;
  readonly #waits: JournaledWaits;
  readonly #runner: StepRunner;
  readonly #nodeEnds: Map<string, string | null>;
  #count: number;

  constructor(options: ExecutionJournalOptions) {
    this.#options = options;
    this.run = options.run;
    this.signal = options.signal;
    this.totals = new RunTotals(options.owned.execution);
    this.steps = new KnownSteps(options.run.executionId, options.steps);
    this.#count = options.steps.length;
    const { totals, steps } = this;
    const spending = new RunSpending(options.budgets, {
      run: options.run,
      models: options.owned.execution.models,
      totals,
    });
    this.#runner = new StepRunner({ ...options, totals, steps, spending });
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
    void this.#runner.writeBehind({ changes: { nodeEnds: JSON.stringify(Object.fromEntries(this.#nodeEnds)) } });
  }

  spent(): number {
    return this.totals.counted;
  }

  earlierMessages(limit: number): Promise<readonly EarlierMessage[]> {
    return this.#options.earlierMessages(limit);
  }

  /** Steps that have begun and not ended, and those that wait in the record, for the end of the run. */
  openSteps(): readonly OpenStep[] {
    const waiting = this.steps.waiting().map(({ startedAt, ...step }) => ({ ...step, startedAt: new Date(startedAt) }));
    const running = this.#runner.running().map(({ definition, ...step }) => ({ ...step, key: definition.key }));
    return [...running, ...waiting];
  }

  get stepCount(): number {
    return this.#count;
  }

  hasRoomFor(keys: readonly string[], others: number): boolean {
    return keys.some((key) => this.steps.has(key)) || this.#count + keys.length + others <= this.run.spec.limits.steps;
  }

  openAttempts(key: string): number {
    return this.steps.openAttempts(key);
  }

  decisions(requests: readonly ApprovalRequest[]): Promise<readonly ApprovalDecision[]> {
    return this.#waits.decisions(requests);
  }

  timer(request: TimerRequest | PauseRequest): Promise<void> {
    return this.#waits.timer(request);
  }

  awaitSignal(request: SignalRequest): Promise<SignalPayload> {
    return this.#waits.awaitSignal(request);
  }

  /** Step in which the error came up, or what it was made of. */
  failedStep(error: unknown): string | null {
    return this.#runner.failedStep(error);
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
      if (known === undefined) this.#count += 1;
      const place = { inputHash, spanId, position: known?.position ?? this.#count };
      const { step, begun } = this.#runner.begin(definition, place, known);
      // A crash from here on must find that the call may have gone out.
      if (definition.call !== undefined) await begun;
      this.signal.throwIfAborted();
      return this.#runner.perform(step, run);
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
}
