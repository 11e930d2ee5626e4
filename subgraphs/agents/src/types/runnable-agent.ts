import { JSONValue, PermittedAction } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { AgentStatus } from '../agent/agent.ts';
import type { CalledAgent } from '../agent/called-agent.ts';
import type { ModelRecord } from '../models/catalog.ts';
import type { ToolRecord } from '../tools/tool-catalog.ts';
import { CallableAgent } from './callable-agent.ts';
import { Model } from './model.ts';
import { RunnableNotebook } from './runnable-notebook.ts';
import { Tool } from './tool.ts';

@Directive('@inaccessible')
@ObjectType({ description: 'A specification with its references resolved, ready to pin.' })
export class RunnableAgent {
  @Field(() => ID)
  agentId!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => ID, {
    description: 'Person or service account: credentials of its own go with runs of this agent only.',
  })
  ownerId!: string;

  @Field(() => AgentStatus)
  status!: AgentStatus;

  @Field(() => ID, { nullable: true })
  versionId!: string | null;

  @Field(() => Int, { nullable: true })
  draftRevision!: number | null;

  @Field(() => JSONValue)
  spec!: unknown;

  @Field(() => String)
  hash!: string;

  @Field(() => [Model])
  models!: readonly ModelRecord[];

  @Field(() => [RunnableNotebook], {
    description: 'Those that the viewer may read; a name that is missing here cannot be searched.',
  })
  notebooks!: readonly RunnableNotebook[];

  @Field(() => [Tool], { description: 'Those that are there, approved or not; a name that is missing here is gone.' })
  tools!: readonly ToolRecord[];

  @Field(() => [CallableAgent], { description: 'Agents among its tools that the viewer sees, runnable or not.' })
  agents!: readonly CalledAgent[];

  @Field(() => [PermittedAction])
  viewerActions!: readonly PermittedAction[];
}
