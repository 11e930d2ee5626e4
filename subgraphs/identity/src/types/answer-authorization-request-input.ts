import { Field, InputType } from 'type-graphql';
import { AuthorizationRequestInput } from './authorization-request-input.ts';

@InputType()
export class AnswerAuthorizationRequestInput {
  @Field(() => AuthorizationRequestInput)
  request!: AuthorizationRequestInput;

  @Field(() => Boolean)
  allow!: boolean;
}
