import type { BudgetRecord } from '../../src/budgets/budget.ts';
import { budgetState } from '../../src/budgets/budget-state.ts';
import { settle, type SliceMark, type SliceRecord, sliceSize } from '../../src/budgets/slice.ts';
import type { BudgetStore } from '../../src/db/budget-store.ts';

/** Budgets without a database: every method is one atomic step, with the arithmetic of the real store. */
export class MemoryBudgetStore implements Pick<BudgetStore, 'take' | 'close' | 'renew'> {
  readonly #budgets = new Map<string, BudgetRecord>();
  readonly #slices = new Map<string, SliceRecord>();
  readonly #nowMs: () => number;

  constructor(budgets: readonly BudgetRecord[], nowMs: () => number) {
    for (const budget of budgets) this.#budgets.set(budget.id, budget);
    this.#nowMs = nowMs;
  }

  async take(
    { id }: Pick<BudgetRecord, 'id'>,
    mark: SliceMark,
    wanted: Parameters<BudgetStore['take']>[2],
  ): ReturnType<BudgetStore['take']> {
    const { budget, settled } = this.#settle(id, mark.id, wanted.periodKey);
    const { periodKey } = settled;
    if ((wanted.isHeld && !this.#slices.has(mark.id)) || periodKey !== wanted.periodKey) return { state: 'LOST' };
    const amount = sliceSize(budget, settled, { ...mark, atLeast: wanted.atLeast });
    if (amount === null) return { state: 'REFUSED', left: 0 };
    const expiresAtMs = this.#nowMs() + wanted.lifeMs;
    this.#slices.set(mark.id, { ...mark, budgetId: id, periodKey, amount, expiresAtMs });
    return { state: 'GRANTED', amount };
  }

  async close(slice: Parameters<BudgetStore['close']>[0]): Promise<void> {
    const { settled } = this.#settle(slice.budgetId, slice.id, slice.periodKey);
    const isOurs = this.#slices.delete(slice.id) && slice.periodKey === settled.periodKey;
    const budget = this.budget(slice.budgetId);
    this.#budgets.set(budget.id, { ...budget, spent: settled.spent + (isOurs ? slice.used : 0) });
  }

  async renew(marks: readonly SliceMark[], lifeMs: number): Promise<ReadonlySet<string>> {
    const ours = marks.filter(({ id }) => (this.#slices.get(id)?.expiresAtMs ?? -1) >= this.#nowMs());
    this.write(ours);
    for (const { id } of ours) {
      const slice = this.#slices.get(id);
      if (slice !== undefined) this.#slices.set(id, { ...slice, expiresAtMs: this.#nowMs() + lifeMs });
    }
    return new Set(ours.map(({ id }) => id));
  }

  /** What goes along with the rows of the journal. */
  write(marks: readonly SliceMark[]): void {
    for (const mark of marks) {
      const slice = this.#slices.get(mark.id);
      if (slice !== undefined && slice.version < mark.version) this.#slices.set(mark.id, { ...slice, ...mark });
    }
  }

  budget(id: string): BudgetRecord {
    const budget = this.#budgets.get(id);
    if (budget === undefined) throw new Error(`There is no budget "${id}".`);
    return budget;
  }

  state(id: string): ReturnType<typeof budgetState> {
    const slices = [...this.#slices.values()].filter(({ budgetId }) => budgetId === id);
    return budgetState(this.budget(id), slices, { now: new Date(this.#nowMs()), nowMs: this.#nowMs() });
  }

  #settle(id: string, ownId: string, periodKey: string) {
    const slices = [...this.#slices.values()].filter(({ budgetId }) => budgetId === id);
    const settled = settle(this.budget(id), slices, { nowMs: this.#nowMs(), periodKey, ownId });
    for (const gone of settled.expired) this.#slices.delete(gone);
    const budget = { ...this.budget(id), spent: settled.spent, periodKey: settled.periodKey };
    this.#budgets.set(id, budget);
    return { budget, settled };
  }
}
