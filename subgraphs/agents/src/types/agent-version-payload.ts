import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { AgentRecord } from '../agent/agent.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { AgentVersion } from './agent-version.ts';
import { Agent } from './agent.ts';
import { DraftConflict } from './draft-conflict.ts';

@ObjectType()
export class AgentVersionPayload {
  @Field(() => AgentVersion, { nullable: true })
  version!: VersionRecord | null;

  @Field(() => Agent, { nullable: true })
  agent!: AgentRecord | null;

  @Field(() => DraftConflict, { nullable: true })
  conflict!: DraftConflict | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
