import { JSONValue } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType({ description: 'An agent that a specification names among its tools, as `agent/<slug>`.' })
export class CallableAgent {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => JSONValue, { nullable: true, description: 'Of the published version; null = nothing is published.' })
  inputSchema!: unknown;

  @Field(() => String, { nullable: true })
  hash!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the viewer may not run it; null = may.' })
  refusal!: string | null;
}
