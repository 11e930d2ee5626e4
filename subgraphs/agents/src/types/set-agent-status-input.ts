import { Field, ID, InputType } from 'type-graphql';
import { AgentStatus } from '../agent/agent.ts';

@InputType()
export class SetAgentStatusInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => AgentStatus)
  status!: AgentStatus;
}
