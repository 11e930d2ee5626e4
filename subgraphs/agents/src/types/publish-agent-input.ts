import { Field, ID, InputType, Int } from 'type-graphql';
import { Visibility } from '../agent/agent.ts';

@InputType()
export class PublishAgentInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => Int)
  expectedRevision!: number;

  @Field(() => String, { nullable: true })
  notes?: string | null;

  @Field(() => Visibility, { nullable: true })
  visibility?: Visibility | null;
}
