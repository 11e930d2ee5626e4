import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Text of a server that hides something from people or reads like instructions to a model.' })
export class ToolFinding {
  @Field(() => String, { description: 'Name of the rule, such as `TAG_CHARACTERS`.' })
  rule!: string;

  @Field(() => Boolean, { description: 'People do not see it.' })
  hidden!: boolean;

  @Field(() => String, { description: 'Of the text in the definition.' })
  path!: string;

  @Field(() => Int, { description: 'Characters from the start of that text.' })
  offset!: number;

  @Field(() => String, { description: 'With everything invisible written out.' })
  excerpt!: string;
}
