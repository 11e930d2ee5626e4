import { UserError } from '@aether/common/service';
import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType()
export class AskForScopesPayload {
  @Field(() => [String], {
    description: 'Of those named, what a new sign-in may still bring; none = all were granted or asked for before.',
  })
  askedScopes!: readonly string[];

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
