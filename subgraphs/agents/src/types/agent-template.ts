import { JSONValue } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { AgentKind } from '../agent.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A ready specification to start from.' })
export class AgentTemplate {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => String)
  useCase!: string;

  @Field(() => AgentKind)
  kind!: AgentKind;

  @Field(() => JSONValue)
  spec!: unknown;
}
