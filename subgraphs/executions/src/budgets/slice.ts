import type { BudgetRecord } from './budget.ts';

/**
 * A part of a budget that one process has taken and spends in memory. It is in the record, so that the rest of the budget is known to
 * everybody; when its process dies, it ends by itself. Amounts are nano-USD.
 */
export interface SliceRecord {
  readonly tenantId: string;
  readonly id: string;
  readonly budgetId: string;
  readonly periodKey: string;
  readonly amount: number;
  /** Of calls whose cost is known. */
  readonly used: number;
  /** The most that calls which are under way may cost. */
  readonly held: number;
  /** Of the last mark that was written; an older one changes nothing. */
  readonly version: number;
  readonly expiresAtMs: number;
}

/** What its process says about a slice: absolute values, so that a write which is repeated changes nothing. */
export type SliceMark = Pick<SliceRecord, 'tenantId' | 'id' | 'used' | 'held' | 'version'>;

export interface SliceRequest {
  /** Of the process that asks; new, or one that it has in this period. */
  readonly id: string;
  readonly used: number;
  readonly held: number;
  /** The most that the next call may cost. */
  readonly atLeast: number;
  readonly periodKey: string;
}

export interface Settled {
  /** Of the budget, in its present period. */
  readonly spent: number;
  readonly periodKey: string;
  /** Ids of slices that are over. */
  readonly expired: readonly string[];
  /** What slices of others have taken and not given back. */
  readonly others: number;
}

/** A slice whose process says nothing for this long ends. */
export const SLICE_LIFE_MS = 60_000;

/** Part of what is left that a slice takes beyond the next call. */
const SLICE_PART = 0.05;

/**
 * The budget at an instant. What the calls of a slice that is over may have cost counts as spent at its most: its process died or lost the
 * database, and nobody knows how they ended. The rest of it goes back.
 */
export function settle(
  budget: Pick<BudgetRecord, 'spent' | 'periodKey'>,
  slices: readonly SliceRecord[],
  at: { readonly nowMs: number; readonly periodKey: string; readonly ownId: string | null },
): Settled {
  // Clocks of two processes may be in two periods for a moment: a budget never goes back to an earlier one.
  const periodKey = at.periodKey > budget.periodKey ? at.periodKey : budget.periodKey;
  const isOver = (slice: SliceRecord): boolean => slice.expiresAtMs < at.nowMs;
  const ofPeriod = slices.filter((slice) => slice.periodKey === periodKey);
  const left = budget.periodKey === periodKey ? budget.spent : 0;
  return {
    spent: ofPeriod.filter(isOver).reduce((sum, { used, held }) => sum + used + held, left),
    periodKey,
    expired: slices.filter(isOver).map(({ id }) => id),
    others: ofPeriod
      .filter((slice) => !isOver(slice) && slice.id !== at.ownId)
      .reduce((sum, { amount, used, held }) => sum + Math.max(amount, used + held), 0),
  };
}

/**
 * Size of the slice that its process has from now on, with what it has used and holds: room for the next call and a small part of what is left
 * beyond it, so that near the limit a slice is one call. Null = the call does not fit.
 */
export function sliceSize(
  { limit, action }: Pick<BudgetRecord, 'limit' | 'action'>,
  { spent, others }: Pick<Settled, 'spent' | 'others'>,
  { used, held, atLeast }: Pick<SliceRequest, 'used' | 'held' | 'atLeast'>,
): number | null {
  const left = limit - spent - others - used - held;
  if (left < atLeast && action !== 'WARN') return null;
  return used + held + atLeast + Math.floor(Math.max(0, left - atLeast) * SLICE_PART);
}

/** Calls of the size of the next one. */
const SHARED_CALLS = 4;

/**
 * The same for a process that tells only afterwards what it spends. Of all that it holds nobody knows whether it was spent, should it die: so that is
 * little, a few calls, or as much again as is under way.
 */
export function sharedSliceSize(
  budget: Pick<BudgetRecord, 'limit' | 'action'>,
  settled: Pick<Settled, 'spent' | 'others'>,
  request: Pick<SliceRequest, 'used' | 'held' | 'atLeast'>,
): number | null {
  const size = sliceSize(budget, settled, request);
  if (size === null) return null;
  const { used, held, atLeast } = request;
  return Math.min(size, used + held + Math.max(SHARED_CALLS * atLeast, held));
}
