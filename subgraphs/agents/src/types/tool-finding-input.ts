import { Directive, Field, InputType, Int } from 'type-graphql';

@Directive('@inaccessible')
@InputType()
export class ToolFindingInput {
  @Field(() => String)
  rule!: string;

  @Field(() => Boolean)
  hidden!: boolean;

  @Field(() => String)
  path!: string;

  @Field(() => Int)
  offset!: number;

  @Field(() => String)
  excerpt!: string;
}
