import { Field, Float, ObjectType } from 'type-graphql';
import { Evidence } from './evidence.ts';

@ObjectType({ description: '`score` 0 to 1.' })
export class AgentMatch {
  /** The field `agent` is resolved from it. */
  agentId!: string;

  @Field(() => Float)
  score!: number;

  @Field(() => Evidence)
  evidence!: Evidence;
}
