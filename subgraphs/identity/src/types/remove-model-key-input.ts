import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RemoveModelKeyInput {
  @Field(() => ID)
  modelKeyId!: string;
}
