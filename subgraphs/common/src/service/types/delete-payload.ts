import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { UserError } from './user-error.ts';

@Directive('@shareable')
@ObjectType({ description: 'Answer of deletions: the id that is gone.' })
export class DeletePayload {
  @Field(() => ID, { nullable: true })
  deletedId!: string | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
