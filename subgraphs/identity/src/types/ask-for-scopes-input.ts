import { Directive, Field, ID, InputType } from 'type-graphql';

@Directive('@inaccessible')
@InputType()
export class AskForScopesInput {
  @Field(() => ID)
  credentialId!: string;

  @Field(() => [String], { description: 'That the server has named.' })
  scopes!: readonly string[];
}
