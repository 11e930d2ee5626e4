import { JSONValue } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { AgentKind } from '../agent/agent.ts';
import { AgentTemplateExample } from './agent-template-example.ts';

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

  @Field(() => Boolean, {
    description: 'The built-in models, which only find and quote, are not enough for it.',
  })
  needsLanguageModel!: boolean;

  @Field(() => AgentTemplateExample)
  example!: AgentTemplateExample;

  @Field(() => JSONValue)
  spec!: unknown;
}
