import type { BudgetRecord } from './budget.ts';
import { periodKeyOf, resetsAt } from './budget.ts';
import { settle, type SliceRecord } from './slice.ts';

/** A budget as people see it: slices that are in use, and those that are over, included. */
export interface BudgetState {
  readonly budget: BudgetRecord;
  readonly spent: number;
  /** Taken, and not spent yet. */
  readonly reserved: number;
  readonly resetsAt: Date | null;
}

export function budgetState(
  budget: BudgetRecord,
  slices: readonly SliceRecord[],
  at: { readonly now: Date; readonly nowMs: number },
): BudgetState {
  const periodKey = periodKeyOf(budget.period, at.now);
  const settled = settle(budget, slices, { nowMs: at.nowMs, periodKey, ownId: null });
  const open = slices.filter((slice) => slice.periodKey === settled.periodKey && !settled.expired.includes(slice.id));
  const used = open.reduce((sum, slice) => sum + slice.used, 0);
  return {
    budget,
    spent: settled.spent + used,
    reserved: settled.others - used,
    resetsAt: resetsAt(budget.period, at.now),
  };
}
