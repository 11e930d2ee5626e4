import { requireViewer } from '@aether/common/service';
import { countsIn, type BudgetRecord } from '../budgets/budget.ts';
import { type BudgetState, budgetState } from '../budgets/budget-state.ts';
import { payerOf } from '../budgets/payer-of.ts';
import type { ExecutionsContext } from '../context.ts';
import type { Budget } from '../types/budget.ts';
import { toBudget } from '../types/to-budget.ts';

/** With what is left of each, in the order given. */
export async function budgetStates(
  { parts: { budgetStore, clock } }: ExecutionsContext,
  tenantId: string,
  budgets: readonly BudgetRecord[],
): Promise<readonly BudgetState[]> {
  const ids = budgets.map(({ id }) => id);
  const slices = ids.length === 0 ? [] : await budgetStore.slices(tenantId, ids);
  const now = clock.now();
  const nowMs = slices[0]?.nowMs ?? now.getTime();
  return budgets.map((budget) => {
    const own = slices.filter(({ slice }) => slice.budgetId === budget.id).map(({ slice }) => slice);
    return budgetState(budget, own, { now, nowMs });
  });
}

/** Those that limit the viewer; all of them, and those of agents, for who sets budgets. */
export async function visibleBudgets(context: ExecutionsContext): Promise<readonly BudgetRecord[]> {
  const viewer = requireViewer(context);
  const { tenantId, permissions } = viewer;
  const budgets = await context.parts.budgetStore.list(tenantId);
  if (permissions.includes('budget:manage')) return budgets;
  const payer = payerOf(viewer, { tenantId, agentId: null });
  return budgets.filter((budget) => countsIn(payer, budget));
}

/** For references of the API. Null for one that the viewer may not see. */
export async function loadBudget(context: ExecutionsContext, id: string): Promise<Budget | null> {
  const budget = (await visibleBudgets(context)).find((each) => each.id === id);
  if (budget === undefined) return null;
  const [state] = await budgetStates(context, budget.tenantId, [budget]);
  return state === undefined ? null : toBudget(state);
}
