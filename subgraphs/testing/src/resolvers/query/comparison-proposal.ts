import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { TestingContext } from '../../context.ts';
import { proposeComparison } from '../../propose-comparison.ts';
import { ComparisonProposal } from '../../types/comparison-proposal.ts';

@Resolver()
export class ComparisonProposalResolver {
  @Permission('comparison:read')
  @Query(() => ComparisonProposal, {
    nullable: true,
    description: "The draft's model, the cheapest other one with a price, and a few cases: a start to edit.",
  })
  comparisonProposal(
    @Arg('agentId', () => ID) agentId: string,
    @Ctx() context: TestingContext,
  ): Promise<ComparisonProposal | null> {
    return proposeComparison(context, agentId);
  }
}
