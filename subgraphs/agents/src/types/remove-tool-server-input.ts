import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RemoveToolServerInput {
  @Field(() => ID)
  toolServerId!: string;
}
