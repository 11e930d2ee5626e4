import { type Clock, type Logger, PlatformError } from '@aether/common/service';
import { type CellRecord, isOpen } from '../comparison.ts';
import { ComparisonClaimLostError, JudgeUnusableError } from '../errors.ts';
import { reservation, type UsualUsage } from '../estimate.ts';
import type { LiveComparisons } from '../live-comparisons.ts';
import type { CallCost } from '../scoring/model-client.ts';
import type { Scorer } from '../scoring/scorer.ts';
import { variantSpecification } from '../variant-specification.ts';
import type { CellRuns, Outcome } from './cell-runs.ts';
import { type ComparisonState, endOf } from './comparison-state.ts';

export interface ComparisonRunParts {
  readonly runs: CellRuns;
  readonly scorer: Scorer;
  readonly live: LiveComparisons;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Cells of one comparison at once. */
  readonly cellsInParallel: number;
}

/** All open cells of one comparison under one claim, several at once, within its budget. */
export class ComparisonRun {
  readonly #state: ComparisonState;
  readonly #parts: ComparisonRunParts;
  readonly #usual: UsualUsage | null;
  readonly #signal: AbortSignal;
  #active = 0;
  #exhausted = false;
  #settled = Promise.withResolvers<void>();

  constructor(
    state: ComparisonState,
    parts: ComparisonRunParts,
    { usual, signal }: { readonly usual: UsualUsage | null; readonly signal: AbortSignal },
  ) {
    this.#state = state;
    this.#parts = parts;
    this.#usual = usual;
    this.#signal = signal;
  }

  /** Resolves when every cell has its end. @throws when the claim is lost or the worker stops: what is open is for the next one */
  async run(): Promise<void> {
    const open = this.#state.cells.filter(isOpen);
    // What was begun before comes first: its money is held back already.
    const queue = [
      ...open.filter(({ status }) => status !== 'WAITING'),
      ...open.filter(({ status }) => status === 'WAITING'),
    ].map(({ id }) => id);
    const lane = async (): Promise<void> => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        const isNew = this.#state.cell(id).status === 'WAITING';
        if (isNew && !(await this.#reserve(id))) return;
        if (!isNew) this.#active += 1;
        try {
          await this.#runCell(id, isNew);
        } finally {
          this.#active -= 1;
          this.#settled.resolve();
          this.#settled = Promise.withResolvers<void>();
        }
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: this.#parts.cellsInParallel }, lane));
    this.#signal.throwIfAborted();
    const failed = lanes.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    await this.#end();
  }

  /** Holds back what the cell may cost; waits for cells under way to settle. False = the budget does not allow it. */
  async #reserve(id: string): Promise<boolean> {
    const reserved = this.#reservationOf(this.#state.cell(id));
    for (;;) {
      if (this.#exhausted) return false;
      if (this.#state.hold(id, reserved)) {
        // In the same breath: the next lane must not take it for the end when its own reservation does not fit beside this one.
        this.#active += 1;
        return true;
      }
      if (this.#active === 0) {
        this.#exhausted = true;
        return false;
      }
      await this.#settled.promise;
      this.#signal.throwIfAborted();
    }
  }

  #reservationOf({ variantId, caseId }: CellRecord): number {
    const { variants, cases, pinned, judge } = this.#state.comparison;
    const variant = variants.find(({ id }) => id === variantId);
    const testCase = cases.find(({ id }) => id === caseId);
    if (variant === undefined || testCase === undefined) return 0;
    const dearest = Math.max(
      0,
      ...this.#state.cells.filter((cell) => cell.variantId === variantId).map(({ cost }) => cost ?? 0),
    );
    const facts = {
      spec: variantSpecification(pinned.spec, variant),
      model: variant.model,
      input: testCase.input,
      judge,
      judgements: judge === null ? 0 : 1 + testCase.checks.filter(({ kind }) => kind === 'JUDGE').length,
      usual: this.#usual,
    };
    return reservation(facts, dearest);
  }

  /** A cell that fails says so and does not stop the others. */
  async #runCell(id: string, isNew: boolean): Promise<void> {
    try {
      if (isNew) {
        const { reserved } = this.#state.cell(id);
        await this.#state.change(id, { properties: { status: 'RUNNING', reserved, reasoning: null } });
      }
      const outcome = await this.#outcomeOf(id);
      if (outcome.status === 'SUCCEEDED') await this.#score(id, outcome);
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof ComparisonClaimLostError) throw error;
      if (!(error instanceof PlatformError))
        this.#parts.logger.error({ err: error, cellId: id }, 'unexpected error in a cell of a comparison');
      const reasoning = error instanceof PlatformError ? error.message : 'The run met an unexpected error.';
      await this.#fail(id, { reasoning });
    }
  }

  async #outcomeOf(id: string): Promise<Outcome> {
    const { runs, live } = this.#parts;
    const { tenantId, runAs } = this.#state.claim;
    const { comparison } = this.#state;
    const call = { runAs, signal: this.#signal };
    let { executionId } = this.#state.cell(id);
    if (executionId === null) {
      executionId = await runs.start(comparison, this.#state.cell(id), call);
      try {
        const event = { name: 'cell-start' as const, data: { cellId: id, executionId } };
        await this.#state.change(id, { properties: { executionId }, events: [event] });
      } catch (error) {
        // Stopped in between: nobody knows of this run. Taken by another worker: it goes on with this very run, by the same key.
        if (error instanceof ComparisonClaimLostError && !(await this.#state.isStillRunning()))
          await runs.cancel(executionId, runAs, 'The comparison was stopped.');
        throw error;
      }
    }
    const outcome = await runs.follow(executionId, call, (piece) => {
      const at = this.#parts.clock.now().toISOString();
      live.publish(tenantId, comparison.id, [
        { seq: null, name: 'cell-text-preview', at, data: { cellId: id, ...piece } },
      ]);
    });
    if (this.#state.cell(id).status === 'SCORING') return outcome;
    const { durationMs, firstTokenMs, cost, unpriced, totalTokens, error } = outcome;
    const figures = { durationMs, firstTokenMs: firstTokenMs ?? null, cost: cost ?? null, unpriced, totalTokens };
    if (outcome.status !== 'SUCCEEDED') {
      const reasoning = error?.message ?? `The run ended as ${outcome.status}.`;
      await this.#fail(id, { ...figures, reasoning }, { cost: figures.cost, unpriced });
      return outcome;
    }
    // What is left of the reservation is for the judge.
    const properties = {
      ...figures,
      status: 'SCORING' as const,
      reserved: Math.max(0, this.#state.cell(id).reserved - (figures.cost ?? 0)),
    };
    const event = { name: 'cell-end' as const, data: endOf({ ...this.#state.cell(id), ...properties }) };
    await this.#state.change(id, { properties, events: [event], spent: { cost: figures.cost, unpriced } });
    return outcome;
  }

  async #score(id: string, outcome: Outcome): Promise<void> {
    const { judge, cases } = this.#state.comparison;
    const testCase = cases.find((each) => each.id === this.#state.cell(id).caseId);
    if (testCase === undefined) throw new Error(`The cell ${id} has no case.`);
    const call = { viewer: this.#state.claim.runAs, requestId: id, signal: this.#signal };
    const answer = { ...outcome, cost: outcome.cost ?? null };
    const scored = await this.#parts.scorer.score(testCase, judge, answer, call).catch((error: unknown) => {
      this.#signal.throwIfAborted();
      if (!(error instanceof PlatformError)) throw error;
      return error;
    });
    if (scored instanceof PlatformError) {
      // The answer stands; it counts neither for nor against the variant.
      const reasoning = `Not scored: ${scored.message}`;
      const spent = scored instanceof JudgeUnusableError ? scored.spent : undefined;
      return this.#finish(id, { status: 'FINISHED', score: null, reserved: 0, reasoning }, null, spent);
    }
    const { score, passed, reasoning, ...spent } = scored;
    const properties = { status: 'FINISHED' as const, score, passed, reasoning, reserved: 0 };
    return this.#finish(id, properties, score === null ? null : { cellId: id, score, reasoning }, spent);
  }

  async #finish(
    id: string,
    properties: Partial<CellRecord>,
    scored: Readonly<Record<string, unknown>> | null,
    spent: CallCost | undefined,
  ): Promise<void> {
    const event =
      scored === null
        ? { name: 'cell-end' as const, data: endOf({ ...this.#state.cell(id), ...properties }) }
        : { name: 'cell-score' as const, data: scored };
    await this.#state.change(id, { properties, events: [event], ...(spent === undefined ? {} : { spent }) });
  }

  async #fail(id: string, facts: Partial<CellRecord>, spent?: CallCost): Promise<void> {
    const properties = { ...facts, status: 'FAILED' as const, reserved: 0 };
    const event = { name: 'cell-end' as const, data: endOf({ ...this.#state.cell(id), ...properties }) };
    await this.#state.change(id, { properties, events: [event], ...(spent === undefined ? {} : { spent }) });
  }

  async #end(): Promise<void> {
    const rest = this.#state.cells.filter(isOpen).map(({ id }) => ({
      id,
      properties: { status: 'SKIPPED' as const, reserved: 0, reasoning: 'The budget did not allow it.' },
    }));
    if (rest.length === 0) await this.#state.end('FINISHED', null, []);
    else await this.#state.end('BUDGET_EXHAUSTED', `The budget did not allow ${rest.length} more cells.`, rest);
  }
}
