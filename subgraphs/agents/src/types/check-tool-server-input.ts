import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class CheckToolServerInput {
  @Field(() => ID)
  toolServerId!: string;
}
