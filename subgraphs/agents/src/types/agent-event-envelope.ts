import { Timestamp } from '@aether/common/service';
import { Field, Int, ObjectType } from 'type-graphql';
import { AgentEvent } from './agent-event.ts';

@ObjectType()
export class AgentEventEnvelope {
  @Field(() => Int, { nullable: true })
  seq!: number | null;

  @Field(() => Timestamp)
  at!: string;

  @Field(() => AgentEvent)
  event!: AgentEvent;
}
