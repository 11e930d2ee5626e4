import { JSONValue } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What a run of a template was given, and what came of it.' })
export class AgentTemplateExample {
  @Field(() => JSONValue)
  input!: unknown;

  @Field(() => String, { description: 'Markdown.' })
  answer!: string;
}
