import type { TenantTransaction } from '@aether/common/graph';
import { z } from 'zod';
import { BUDGET_ACTIONS, BUDGET_PERIODS, BUDGET_SCOPES, type BudgetRecord } from '../budgets/budget.ts';
import { settle, type Settled, type SliceRecord } from '../budgets/slice.ts';
import { LOCK_BUDGET, SETTLE_BUDGET, SLICES } from './budget-statements.ts';

const budgetSchema = z.object({
  tenantId: z.string(),
  id: z.string(),
  scope: z.enum(BUDGET_SCOPES),
  subjectId: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
  period: z.enum(BUDGET_PERIODS),
  limit: z.number(),
  action: z.enum(BUDGET_ACTIONS),
  spent: z.number(),
  periodKey: z.string(),
});

const sliceSchema = z.object({
  tenantId: z.string(),
  id: z.string(),
  budgetId: z.string(),
  periodKey: z.string(),
  amount: z.number(),
  used: z.number(),
  held: z.number(),
  version: z.number(),
  expiresAtMs: z.number(),
});

export const budgetRow = z.object({ budget: budgetSchema });
export const sliceRow = z.object({ slice: sliceSchema, nowMs: z.number() });
const locked = budgetRow.extend({ nowMs: z.number() });
const idRow = z.object({ id: z.string() });

/** A budget that nobody else moves money in until the transaction ends. */
export interface LockedBudget {
  readonly budget: BudgetRecord;
  readonly settled: Settled;
  readonly slices: readonly SliceRecord[];
}

/** Null = there is no such budget. */
export async function lockBudget(
  transaction: TenantTransaction,
  at: { readonly budgetId: string; readonly ownId: string; readonly periodKey: string; readonly nonce: string },
): Promise<LockedBudget | null> {
  const { budgetId, ownId, periodKey, nonce } = at;
  const [found] = await transaction.run(LOCK_BUDGET, { id: budgetId, nonce }, locked);
  if (found === undefined) return null;
  const rows = await transaction.run(SLICES, { budgetIds: [budgetId] }, sliceRow);
  const slices = rows.map(({ slice }) => slice);
  return {
    budget: found.budget,
    settled: settle(found.budget, slices, { nowMs: found.nowMs, periodKey, ownId }),
    slices,
  };
}

/** Writes what is settled; with the slice that is given back, and what it used, on top. */
export async function settleBudget(
  transaction: TenantTransaction,
  { budget: { id }, settled: { spent, periodKey, expired } }: LockedBudget,
  back: { readonly used: number; readonly gone: string } | null = null,
): Promise<void> {
  const gone = back === null ? expired : [...expired, back.gone];
  await transaction.run(SETTLE_BUDGET, { id, spent: spent + (back?.used ?? 0), periodKey, gone }, idRow);
}
