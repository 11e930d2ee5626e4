import type { StepUsage } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';
import type { Scalar, UsageRow } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { RunningStep } from './step-changes.ts';

/** Money and tokens of one run, carried on from its earlier attempts. */
export class RunTotals {
  readonly #execution: ExecutionRecord;
  #spent: number;
  #tokens: number;
  #unpriced: boolean;
  /** The most that answered calls may have cost whose price nobody told; shown nowhere, for it is no cost. */
  #mayHaveSpent: number;
  /** The most that calls which are under way may cost. */
  #reserved = 0;
  /** The part of what was spent that called runs have cost. */
  #childrenSpent: number;

  constructor(execution: ExecutionRecord) {
    this.#execution = execution;
    this.#spent = execution.spent;
    this.#tokens = execution.totalTokens;
    this.#unpriced = execution.unpriced;
    this.#mayHaveSpent = execution.mayHaveSpent;
    this.#childrenSpent = execution.childrenSpent;
  }

  /** Nano-USD. */
  get spent(): number {
    return this.#spent;
  }

  /** Nano-USD that the budget of the run counts: what was spent, and unpriced calls at their most. */
  get counted(): number {
    return this.#spent + this.#mayHaveSpent;
  }

  /** Nano-USD; 0 where no budget limits the run. */
  get reserved(): number {
    return this.#reserved;
  }

  reserve(amount: number): void {
    this.#reserved += amount;
  }

  release(amount: number): void {
    this.#reserved -= amount;
  }

  /** A call was answered, and nobody knows for how much: what was reserved for it stays counted. */
  keep(amount: number): void {
    this.release(amount);
    this.#mayHaveSpent += amount;
  }

  get unpriced(): boolean {
    return this.#unpriced;
  }

  add(usage: StepUsage): void {
    this.#spent += usage.cost ?? 0;
    this.#tokens += usage.promptTokens + usage.completionTokens;
    this.#unpriced ||= usage.unpriced;
  }

  /** What a called run has cost: the ledger has it under that run. */
  addCalled(usage: StepUsage): void {
    this.add(usage);
    this.#childrenSpent += usage.cost ?? 0;
  }

  changes(): Readonly<Record<string, Scalar>> {
    return {
      spent: this.#spent,
      mayHaveSpent: this.#mayHaveSpent,
      childrenSpent: this.#childrenSpent,
      totalTokens: this.#tokens,
      unpriced: this.#unpriced,
    };
  }

  event(): JsonObject {
    return { spent: this.#spent, reserved: this.#reserved, totalTokens: this.#tokens, unpriced: this.#unpriced };
  }

  /** One row of the ledger for one paid call. */
  usageRow(id: string, step: RunningStep, usage: StepUsage, at: string): UsageRow {
    const { id: executionId, agentId, startedById } = this.#execution;
    // Where the gateway does not say which model answered, it is the one that was asked.
    const modelId = usage.modelId ?? step.modelId;
    const ownKey = usage.ownKey ?? false;
    const call = { ...usage, modelId, ownKey };
    return { id, stepId: step.id, attempt: step.attempt, executionId, agentId, startedById, ...call, at };
  }
}
