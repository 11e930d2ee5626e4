import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IntelligenceContext } from '../context.ts';
import { loadStatistics } from '../load-statistics.ts';
import { Agent } from '../types/agent.ts';
import { AgentMatch } from '../types/agent-match.ts';

@Resolver(() => AgentMatch)
export class AgentMatchFields {
  /** With its figures: the gateway takes those from here and asks no second time. */
  @FieldResolver(() => Agent, { nullable: true })
  agent(@Root() match: AgentMatch, @Ctx() context: IntelligenceContext): Promise<object | null> {
    return loadStatistics(context, match.agentId);
  }
}
