import { FieldResolver, Int, Resolver } from 'type-graphql';
import { STATISTICS_DAYS } from '../agent-statistics.ts';
import { Agent } from '../types/agent.ts';

@Resolver(() => Agent)
export class AgentFields {
  @FieldResolver(() => Int, { nullable: true, description: 'Days that the figures above cover.' })
  statisticsDays(): number {
    return STATISTICS_DAYS;
  }
}
