import { Field, ID, InputType } from 'type-graphql';
import { AgentKind, AgentStatus, AgentType } from '../agent/agent.ts';

@InputType()
export class AgentFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => Boolean, { nullable: true })
  ownedByViewer?: boolean | null;

  @Field(() => ID, { nullable: true })
  ownerId?: string | null;

  @Field(() => AgentType, { nullable: true })
  type?: AgentType | null;

  @Field(() => AgentKind, { nullable: true })
  kind?: AgentKind | null;

  @Field(() => AgentStatus, { nullable: true })
  status?: AgentStatus | null;

  @Field(() => [String], { nullable: true })
  tags?: readonly string[] | null;

  @Field(() => ID, { nullable: true })
  notebookId?: string | null;

  @Field(() => ID, { nullable: true })
  modelId?: string | null;
}
