import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RevokeSessionInput {
  @Field(() => ID)
  sessionId!: string;
}
