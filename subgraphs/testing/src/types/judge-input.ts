import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class JudgeInput {
  @Field(() => ID)
  modelId!: string;

  @Field(() => String)
  instructions!: string;
}
