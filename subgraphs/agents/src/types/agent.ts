import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { AgentKind, AgentStatus, AgentType, Visibility } from '../agent/agent.ts';

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'Something that can be run: one interface for built-in, external, hybrid and legacy agents.',
})
export class Agent {
  @Field(() => ID)
  id!: string;

  @Field(() => String, {
    description: 'Unique in the tenant; `agent:<slug>` is its model name, `agent__<slug>` its tool name.',
  })
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => String, { nullable: true })
  useCase!: string | null;

  @Field(() => [String])
  tags!: readonly string[];

  @Field(() => AgentType)
  type!: AgentType;

  @Field(() => AgentKind, { nullable: true })
  kind!: AgentKind | null;

  @Field(() => AgentStatus)
  status!: AgentStatus;

  @Field(() => Visibility)
  visibility!: Visibility;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp)
  updatedAt!: string;

  @Field(() => Int, { description: '`seq` of the newest event: read the agent, then subscribe after it.' })
  lastSeq!: number;
}
