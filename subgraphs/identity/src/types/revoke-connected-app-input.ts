import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RevokeConnectedAppInput {
  @Field(() => ID)
  connectedAppId!: string;
}
