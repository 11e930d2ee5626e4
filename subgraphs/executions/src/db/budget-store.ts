import type { Database, Outbox, TenantTransaction } from '@aether/common/graph';
import { z } from 'zod';
import type { BudgetRecord } from '../budgets/budget.ts';
import { type SliceMark, type SliceRecord, sliceSize } from '../budgets/slice.ts';
import { budgetRow, type LockedBudget, lockBudget, settleBudget, sliceRow } from './budget-lock.ts';
import { BUDGETS, DELETE_BUDGET, RENEW_SLICES, SET_BUDGET, SLICES, WRITE_SLICE } from './budget-statements.ts';
import type { TriggerCause } from './trigger-store.ts';

const idRow = z.object({ id: z.string() });

export type BudgetSettings = Pick<BudgetRecord, 'scope' | 'subjectId' | 'period' | 'limit' | 'action'>;

/** REFUSED: the call does not fit. LOST: the slice was settled by somebody else, who took its process for dead. GONE: the budget is deleted. */
export type TakenSlice =
  | { readonly state: 'GRANTED'; readonly amount: number }
  | { readonly state: 'REFUSED'; /** What nobody has taken, in nano-USD. */ readonly left: number }
  | { readonly state: 'LOST' }
  | { readonly state: 'GONE' };

/** Budgets and their slices in Neo4j. What moves money is one transaction under the lock of the budget. */
export class BudgetStore {
  readonly #database: Database;
  readonly #outbox: Outbox;
  readonly #nonce: () => string;

  constructor(options: {
    readonly database: Database;
    readonly outbox: Outbox;
    readonly random: (bytes: number) => Uint8Array;
  }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#nonce = () => Buffer.from(options.random(12)).toString('base64url');
  }

  /** All of the tenant, in the order of their ids. */
  async list(tenantId: string): Promise<readonly BudgetRecord[]> {
    return (await this.#database.tenant(tenantId).read(BUDGETS, {}, budgetRow)).map(({ budget }) => budget);
  }

  /** Slices of the budgets, and the time by which they end. */
  async slices(
    tenantId: string,
    budgetIds: readonly string[],
  ): Promise<readonly { readonly slice: SliceRecord; readonly nowMs: number }[]> {
    return this.#database.tenant(tenantId).read(SLICES, { budgetIds }, sliceRow);
  }

  /** Makes the budget of the subject for the period, or changes it; what was spent stays. */
  async set(cause: TriggerCause, id: string, settings: BudgetSettings): Promise<BudgetRecord> {
    const { tenantId, at } = cause;
    const key = `${settings.scope}/${settings.subjectId ?? ''}/${settings.period}`;
    const written = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [row] = await transaction.run(SET_BUDGET, { id, key, settings, at }, budgetRow);
      if (row === undefined) throw new Error('MERGE answers one row.');
      await this.#tell(transaction, cause, 'aether.budget.set', row.budget);
      return row.budget;
    });
    this.#outbox.ring();
    return written;
  }

  /** False when there is none. */
  async delete(cause: TriggerCause, id: string): Promise<boolean> {
    const isDeleted = await this.#database.tenant(cause.tenantId).transaction(async (transaction) => {
      const [row] = await transaction.run(DELETE_BUDGET, { id }, budgetRow);
      if (row !== undefined) await this.#tell(transaction, cause, 'aether.budget.deleted', row.budget);
      return row !== undefined;
    });
    if (isDeleted) this.#outbox.ring();
    return isDeleted;
  }

  /**
   * Takes a slice, or gives the one that is held another size, with room for a call. Repeatable: the values of the slice are absolute.
   * @param wanted.isHeld the record has the slice already
   */
  async take(
    { tenantId, id }: Pick<BudgetRecord, 'tenantId' | 'id'>,
    mark: SliceMark,
    wanted: {
      readonly isHeld: boolean;
      readonly atLeast: number;
      readonly periodKey: string;
      readonly lifeMs: number;
    },
  ): Promise<TakenSlice> {
    const { isHeld, atLeast, lifeMs } = wanted;
    const taken = await this.#underLock<TakenSlice>(
      { tenantId, budgetId: id, ownId: mark.id, periodKey: wanted.periodKey },
      async (transaction, locked) => {
        const { budget, settled, slices } = locked;
        const { spent, others, periodKey, expired } = settled;
        await settleBudget(transaction, locked);
        const isLost = isHeld && !slices.some((slice) => slice.id === mark.id && !expired.includes(slice.id));
        if (isLost || periodKey !== wanted.periodKey) return { state: 'LOST' };
        const amount = sliceSize(budget, settled, { ...mark, atLeast });
        if (amount === null) return { state: 'REFUSED', left: budget.limit - spent - others - mark.used - mark.held };
        await transaction.run(WRITE_SLICE, { ...mark, budgetId: id, periodKey, amount, lifeMs }, idRow);
        return { state: 'GRANTED', amount };
      },
    );
    return taken ?? { state: 'GONE' };
  }

  /** Gives a slice back: what it used is spent, the rest is everybody's again. */
  async close(slice: Pick<SliceRecord, 'tenantId' | 'budgetId' | 'id' | 'periodKey' | 'used'>): Promise<void> {
    const { tenantId, budgetId, id, periodKey } = slice;
    await this.#underLock({ tenantId, budgetId, ownId: id, periodKey }, async (transaction, locked) => {
      const { settled, slices } = locked;
      const isOurs = slices.some((each) => each.id === id) && !settled.expired.includes(id);
      await settleBudget(transaction, locked, {
        used: isOurs && periodKey === settled.periodKey ? slice.used : 0,
        gone: id,
      });
    });
  }

  /** Ids of those that are still ours. */
  async renew(marks: readonly SliceMark[], lifeMs: number): Promise<ReadonlySet<string>> {
    const rows = await this.#database.write(RENEW_SLICES, { rows: marks, lifeMs }, idRow);
    return new Set(rows.map(({ id }) => id));
  }

  #underLock<Result>(
    at: { readonly tenantId: string; readonly budgetId: string; readonly ownId: string; readonly periodKey: string },
    work: (transaction: TenantTransaction, locked: LockedBudget) => Promise<Result>,
  ): Promise<Result | null> {
    const { tenantId, budgetId, ownId, periodKey } = at;
    return this.#database.tenant(tenantId).transaction(async (transaction) => {
      const found = await lockBudget(transaction, { budgetId, ownId, periodKey, nonce: this.#nonce() });
      return found === null ? null : work(transaction, found);
    });
  }

  async #tell(
    transaction: TenantTransaction,
    { actorId, requestId }: TriggerCause,
    type: 'aether.budget.set' | 'aether.budget.deleted',
    { id, scope, subjectId, period, limit, action }: BudgetRecord,
  ): Promise<void> {
    const audit = {
      action: type === 'aether.budget.set' ? 'budget.set' : 'budget.delete',
      objectType: 'Budget',
      after: { scope, subjectId, period, limit, action },
    };
    await this.#outbox.append(transaction, [{ type, subject: id, actorId, requestId, data: { budgetId: id, audit } }]);
  }
}
