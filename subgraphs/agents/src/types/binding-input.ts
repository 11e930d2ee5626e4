import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class BindingInput {
  @Field(() => ID)
  itemKey!: string;

  @Field(() => ID)
  optionId!: string;
}
