import { Field, ObjectType } from 'type-graphql';
import { AgentStatus } from '../agent/agent.ts';

@ObjectType()
export class AgentStatusChanged {
  @Field(() => AgentStatus)
  status!: AgentStatus;
}
