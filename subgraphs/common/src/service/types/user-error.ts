import type { ErrorCode } from '@aether/schema';
import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({
  description:
    'What the caller can mend. `path` names the field of the input, `code` is from the table of error codes.',
})
export class UserError {
  @Field(() => [String], { nullable: true })
  path!: readonly string[] | null;

  @Field(() => String)
  code!: ErrorCode;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true })
  hint!: string | null;
}
