import { Timestamp, UserError } from '@aether/common/service';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { HealthStatus as Status } from '@aether/runtime';
import { Agent } from './references.ts';
import { HealthStatus } from './trigger-enums.ts';

@ObjectType({ description: 'Whether what an agent needs is there.' })
export class AgentHealth {
  @Field(() => HealthStatus)
  status!: Status;

  @Field(() => Timestamp)
  checkedAt!: string;

  @Field(() => String, { nullable: true })
  detail!: string | null;
}

@InputType()
export class CheckAgentHealthInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => Int, { nullable: true, description: 'Of the draft at this revision, which is not remembered.' })
  draftRevision?: number | null;
}

@ObjectType()
export class AgentHealthPayload {
  @Field(() => Agent, { nullable: true })
  agent!: Agent | null;

  @Field(() => AgentHealth, { nullable: true })
  health!: AgentHealth | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
