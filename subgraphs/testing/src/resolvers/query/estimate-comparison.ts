import { Permission } from '@aether/common/service';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { requireAgentToChange } from '../../agent-access.ts';
import type { TestingContext } from '../../context.ts';
import { estimateOf } from '../../estimate-comparison.ts';
import { prepareComparison } from '../../prepare-comparison.ts';
import { CostEstimate } from '../../types/cost-estimate.ts';
import { EstimateComparisonInput } from '../../types/estimate-comparison-input.ts';

@Resolver()
export class EstimateComparisonResolver {
  @Permission('comparison:run')
  @Query(() => CostEstimate, { description: 'What a comparison would cost. Nothing is written or run.' })
  async estimateComparison(
    @Arg('input', () => EstimateComparisonInput) input: EstimateComparisonInput,
    @Ctx() context: TestingContext,
  ): Promise<CostEstimate> {
    await requireAgentToChange(context, input.agentId);
    return estimateOf(context, input.agentId, await prepareComparison(context, input));
  }
}
