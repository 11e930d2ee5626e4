import { DeletePayload, NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { DeleteBudgetInput } from '../../types/budget-inputs.ts';
import { triggerCause } from '../trigger-cause.ts';

@Resolver()
export class DeleteBudgetResolver {
  @Permission('budget:manage')
  @Mutation(() => DeletePayload, {
    description: 'Nothing is limited by it from now on; the ledger keeps what was spent.',
  })
  async deleteBudget(
    @Arg('input', () => DeleteBudgetInput) { budgetId }: DeleteBudgetInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<DeletePayload> {
    const { budgetStore, budgetDirectory } = context.parts;
    if (!(await budgetStore.delete(triggerCause(context), budgetId))) throw new NotFoundError('budget', budgetId);
    budgetDirectory.changed(requireViewer(context).tenantId);
    return { deletedId: budgetId, userErrors: [] };
  }
}
