import { pageRequest, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { IntelligenceContext } from '../../context.ts';
import { recommendationEvidence, recommendationScore } from '../../recommendation.ts';
import { AgentMatch } from '../../types/agent-match.ts';

@Resolver()
export class RecommendedAgentsResolver {
  @Permission('agent:read')
  @Query(() => [AgentMatch], {
    description:
      "Agents that work for people with the viewer's job in the viewer's department and that the viewer does not use yet.",
  })
  async recommendedAgents(
    @Ctx() context: IntelligenceContext,
    @Arg('useCase', () => String, { nullable: true }) useCase: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10 }) first: number,
  ): Promise<object[]> {
    const viewer = requireViewer(context);
    const conditions = { useCase: useCase ?? null, first: pageRequest({ first }).first };
    const found = await context.parts.recommendations.forViewer(viewer, conditions);
    return found.map((agent) => ({
      agentId: agent.agentId,
      score: recommendationScore(agent),
      evidence: recommendationEvidence(agent),
    }));
  }
}
