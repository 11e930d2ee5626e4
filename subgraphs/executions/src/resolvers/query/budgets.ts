import { pageRequest, Permission, requireViewer, rowsOfPage, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { BudgetScope as Scope } from '../../budgets/budget.ts';
import type { ExecutionsContext } from '../../context.ts';
import { BudgetConnection, BudgetScope } from '../../types/budget.ts';
import { toBudget } from '../../types/to-budget.ts';
import { budgetStates, visibleBudgets } from '../load-budgets.ts';

@Resolver()
export class BudgetsResolver {
  @Permission('budget:read')
  @Query(() => BudgetConnection, { description: 'Those that limit the viewer; all for those who set budgets.' })
  async budgets(
    @Ctx() context: ExecutionsContext,
    @Arg('scope', () => BudgetScope, { nullable: true }) scope: Scope | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<object> {
    const page = pageRequest({ first, after });
    const budgets = (await visibleBudgets(context)).filter((budget) => scope == null || budget.scope === scope);
    const order = ({ id }: { readonly id: string }) => [id];
    const rows = rowsOfPage(budgets, page, order);
    const states = await budgetStates(context, requireViewer(context).tenantId, rows);
    return toConnection(states.map(toBudget), page, order);
  }
}
