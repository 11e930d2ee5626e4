import type { Database, TenantTransaction } from '@aether/common/graph';
import { z } from 'zod';
import { type BudgetRecord, periodKeyOf, resetsAt } from '../budgets/budget.ts';
import type { ModelCall, SharedMark } from '../budgets/model-call.ts';
import { sharedSliceSize } from '../budgets/slice.ts';
import { type LockedBudget, lockBudget, settleBudget } from './budget-lock.ts';
import { MARK_SHARED_SLICES, SHARED_SLICES, WRITE_CALLS, WRITE_SHARED_SLICE } from './shared-slice-statements.ts';

const idRow = z.object({ id: z.string() });
const sharedRow = z.object({ budgetId: z.string(), periodKey: z.string() });
const recordedRow = z.object({ recorded: z.number() });

export type TakenShared =
  | {
      readonly state: 'GRANTED';
      readonly amount: number;
      /** Until the first of the budgets begins a new period; null = none does. */
      readonly endsInMs: number | null;
    }
  | { readonly state: 'REFUSED'; readonly budget: BudgetRecord; readonly left: number }
  | { readonly state: 'LOST' };

export interface SharedRequest {
  readonly id: string;
  readonly isHeld: boolean;
  readonly used: number;
  /** The most that calls which are under way may cost. */
  readonly held: number;
  /** The most that the next call may cost. */
  readonly atLeast: number;
}

/**
 * Slices of processes that spend in several budgets at once and tell in batches what they spent: one of the same size in each budget. All of
 * it counts as held until it is told, so a process that dies has spent at most what is in the record.
 */
export class SharedSliceStore {
  readonly #database: Database;
  readonly #nonce: () => string;

  constructor(options: { readonly database: Database; readonly random: (bytes: number) => Uint8Array }) {
    this.#database = options.database;
    this.#nonce = () => Buffer.from(options.random(12)).toString('base64url');
  }

  /**
   * In all budgets or in none, under the lock of each. Repeatable: the values are absolute.
   * @param budgets in the order in which all processes take their locks
   */
  take(
    tenantId: string,
    budgets: readonly BudgetRecord[],
    request: SharedRequest,
    { now, lifeMs }: { readonly now: Date; readonly lifeMs: number },
  ): Promise<TakenShared> {
    return this.#database.tenant(tenantId).transaction(async (transaction) => {
      const granted: { readonly locked: LockedBudget; readonly id: string; readonly amount: number }[] = [];
      for (const { id: budgetId, period } of budgets) {
        const id = `${request.id}/${budgetId}`;
        const periodKey = periodKeyOf(period, now);
        const locked = await lockBudget(transaction, { budgetId, ownId: id, periodKey, nonce: this.#nonce() });
        // Deleted meanwhile.
        if (locked === null) continue;
        const { budget, settled, slices } = locked;
        await settleBudget(transaction, locked);
        const own = slices.find((slice) => slice.id === id && !settled.expired.includes(id));
        // What is spent in a period that is over counts in no later one.
        if (own === undefined ? request.isHeld : own.periodKey !== settled.periodKey) return { state: 'LOST' };
        const amount = sharedSliceSize(budget, settled, request);
        if (amount === null) {
          const left = budget.limit - settled.spent - settled.others - request.used - request.held;
          return { state: 'REFUSED', budget, left };
        }
        granted.push({ locked, id, amount });
      }
      // The narrowest decides: what is taken is room in each of them.
      const amount = Math.min(...granted.map((each) => each.amount));
      for (const { locked, id } of granted) {
        const { budget, settled } = locked;
        const { id: sharedId, used } = request;
        const slice = { id, sharedId, budgetId: budget.id, periodKey: settled.periodKey, amount, used, lifeMs };
        await transaction.run(WRITE_SHARED_SLICE, slice, idRow);
      }
      return granted.length === 0 ? { state: 'LOST' } : { state: 'GRANTED', amount, endsInMs: endsInMs(budgets, now) };
    });
  }

  /** Ledger rows with what slices have used by them in one transaction; then what is given back. @returns the slices that are still open */
  async record(
    tenantId: string,
    told: {
      readonly calls: readonly ModelCall[];
      readonly marks: readonly SharedMark[];
      readonly returned: readonly SharedMark[];
    },
    lifeMs: number,
  ): Promise<{ readonly recorded: number; readonly open: readonly string[] }> {
    const database = this.#database.tenant(tenantId);
    const { calls, marks } = told;
    const written = await database.transaction(async (transaction) => {
      const open = marks.length === 0 ? [] : await transaction.run(MARK_SHARED_SLICES, { marks, lifeMs }, idRow);
      const [row] = calls.length === 0 ? [] : await transaction.run(WRITE_CALLS, { rows: calls }, recordedRow);
      return { recorded: row?.recorded ?? 0, open: open.map(({ id }) => id) };
    });
    // Each by itself: together they would take locks in another order than everybody else.
    for (const mark of told.returned) await database.transaction((transaction) => this.#giveBack(transaction, mark));
    return written;
  }

  async #giveBack(transaction: TenantTransaction, { id: sharedId, used }: SharedMark): Promise<void> {
    const parts = await transaction.run(SHARED_SLICES, { sharedId }, sharedRow);
    for (const { budgetId, periodKey } of parts) {
      const id = `${sharedId}/${budgetId}`;
      const locked = await lockBudget(transaction, { budgetId, ownId: id, periodKey, nonce: this.#nonce() });
      if (locked === null) continue;
      const { settled, slices } = locked;
      const isOurs = slices.some((slice) => slice.id === id) && !settled.expired.includes(id);
      await settleBudget(transaction, locked, {
        used: isOurs && periodKey === settled.periodKey ? used : 0,
        gone: id,
      });
    }
  }
}

function endsInMs(budgets: readonly BudgetRecord[], now: Date): number | null {
  const ends = budgets.flatMap(({ period }) => resetsAt(period, now)?.getTime() ?? []);
  return ends.length === 0 ? null : Math.min(...ends) - now.getTime();
}
