import { Timestamp } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';
import { AgentKind, AgentType } from '../agent/agent.ts';

@InputType()
export class ListingFilter {
  @Field(() => String, { nullable: true, description: 'Ranked by meaning.' })
  search?: string | null;

  @Field(() => ID, { nullable: true })
  departmentId?: string | null;

  @Field(() => String, { nullable: true, description: 'What the person who offers it does, as the profile says it.' })
  jobTitle?: string | null;

  @Field(() => AgentType, { nullable: true })
  type?: AgentType | null;

  @Field(() => AgentKind, { nullable: true })
  kind?: AgentKind | null;

  @Field(() => ID, { nullable: true })
  toolId?: string | null;

  @Field(() => ID, { nullable: true })
  notebookId?: string | null;

  @Field(() => ID, { nullable: true })
  modelId?: string | null;

  @Field(() => [String], { nullable: true, description: 'All of them.' })
  tags?: readonly string[] | null;

  @Field(() => Timestamp, { nullable: true })
  updatedSince?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Every model, notebook and tool is there for the viewer.' })
  runnableNow?: boolean | null;
}
