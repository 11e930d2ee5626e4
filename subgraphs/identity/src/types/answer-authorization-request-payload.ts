import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';

@ObjectType()
export class AnswerAuthorizationRequestPayload {
  @Field(() => String, {
    nullable: true,
    description: 'Where the browser brings the answer: the code, the no, or the fault of the app.',
  })
  returnUrl!: string | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
