import { ForbiddenError, Permission, requireViewer, SERVICE_ONLY, toUserError } from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { countsOwnKeys } from '../../budgets/budget.ts';
import { budgetRefused } from '../../budgets/errors.ts';
import { payerOf } from '../../budgets/payer-of.ts';
import { SLICE_LIFE_MS } from '../../budgets/slice.ts';
import type { ExecutionsContext } from '../../context.ts';
import { TakeBudgetSliceInput, TakeBudgetSlicePayload } from '../../types/shared-slice-inputs.ts';
import { toBudget } from '../../types/to-budget.ts';
import { budgetStates } from '../load-budgets.ts';

const CALLERS: readonly string[] = INTERNAL_OPERATIONS.TakeBudgetSlice.callers;
const NOTHING = {
  sliceId: null,
  amount: null,
  lifeMs: null,
  endsInMs: null,
  lost: false,
  exhausted: null,
  userErrors: [],
};

@Resolver()
export class TakeBudgetSliceResolver {
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Mutation(() => TakeBudgetSlicePayload, {
    description:
      'Service only: takes a slice in all budgets of the viewer, to be spent in memory (escrow). Not once per call.',
  })
  async takeBudgetSlice(
    @Arg('input', () => TakeBudgetSliceInput) input: TakeBudgetSliceInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<TakeBudgetSlicePayload> {
    const { parts, caller } = context;
    if (caller === null || !CALLERS.includes(caller)) throw new ForbiddenError(SERVICE_ONLY);
    const viewer = requireViewer(context);
    const { tenantId } = viewer;
    const all = await parts.budgetDirectory.of(payerOf(viewer, { tenantId, agentId: null }));
    const budgets = input.hasOwnKey === true ? all.filter(countsOwnKeys) : all;
    if (budgets.length === 0) return NOTHING;
    const request = {
      id: input.sliceId,
      isHeld: input.held,
      used: input.used,
      held: input.underWay,
      atLeast: input.atLeast,
    };
    const taken = await parts.sharedSlices.take(tenantId, budgets, request, {
      now: parts.clock.now(),
      lifeMs: SLICE_LIFE_MS,
    });
    if (taken.state === 'LOST') return { ...NOTHING, lost: true };
    if (taken.state === 'GRANTED')
      return {
        ...NOTHING,
        sliceId: input.sliceId,
        amount: taken.amount,
        lifeMs: SLICE_LIFE_MS,
        endsInMs: taken.endsInMs,
      };
    const [state] = await budgetStates(context, tenantId, [taken.budget]);
    return {
      ...NOTHING,
      exhausted: state === undefined ? null : toBudget(state),
      userErrors: [toUserError(budgetRefused(taken.budget, input.atLeast, taken.left))],
    };
  }
}
