import { pageRequest } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { STATISTICS_DAYS } from '../agent-statistics.ts';
import type { IntelligenceContext } from '../context.ts';
import { loadSimilar } from '../load-similar.ts';
import { Agent } from '../types/agent.ts';
import { AgentMatch } from '../types/agent-match.ts';

@Resolver(() => Agent)
export class AgentFields {
  @FieldResolver(() => Int, { nullable: true, description: 'Days that the figures above cover.' })
  statisticsDays(): number {
    return STATISTICS_DAYS;
  }

  @FieldResolver(() => [AgentMatch], {
    nullable: true,
    description: 'Nearest by use case, parts and outcome, among those the viewer may see.',
  })
  similarAgents(
    @Root() agent: Agent,
    @Arg('first', () => Int, { nullable: true, defaultValue: 5 }) first: number,
    @Ctx() context: IntelligenceContext,
  ): Promise<object | null> {
    return loadSimilar(context, agent.id, pageRequest({ first }).first);
  }
}
