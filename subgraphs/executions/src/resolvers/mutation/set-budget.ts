import { PlatformError, Permission, requireViewer, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { checkBudget } from '../../budgets/check-budget.ts';
import type { ExecutionsContext } from '../../context.ts';
import { BudgetPayload, SetBudgetInput } from '../../types/budget-inputs.ts';
import { toBudget } from '../../types/to-budget.ts';
import { budgetStates } from '../load-budgets.ts';
import { triggerCause } from '../trigger-cause.ts';

/** What the caller can mend; everything else is an error of the operation. */
const MENDABLE: readonly string[] = ['VALIDATION_FAILED', 'NOT_FOUND'];

@Resolver()
export class SetBudgetResolver {
  @Permission('budget:manage')
  @Mutation(() => BudgetPayload, {
    description: 'One for each subject and period: setting it again changes it, and what was spent stays.',
  })
  async setBudget(
    @Arg('input', () => SetBudgetInput) input: SetBudgetInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<BudgetPayload> {
    const { budgetStore, budgetDirectory, ids } = context.parts;
    const viewer = requireViewer(context);
    try {
      const settings = await checkBudget(context.parts, input, { viewer, requestId: context.requestId });
      const budget = await budgetStore.set(triggerCause(context), ids('bud'), settings);
      budgetDirectory.changed(viewer.tenantId);
      const [state] = await budgetStates(context, viewer.tenantId, [budget]);
      return { budget: state === undefined ? null : toBudget(state), userErrors: [] };
    } catch (error) {
      if (!(error instanceof PlatformError) || !MENDABLE.includes(error.code)) throw error;
      return { budget: null, userErrors: [toUserError(error)] };
    }
  }
}
