import { Field, ID, InputType } from 'type-graphql';
import { Visibility } from '../agent/agent.ts';

@InputType()
export class UpdateAgentInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  slug?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true })
  useCase?: string | null;

  @Field(() => [String], { nullable: true })
  tags?: readonly string[] | null;

  @Field(() => Visibility, { nullable: true })
  visibility?: Visibility | null;
}
