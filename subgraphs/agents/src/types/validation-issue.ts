import { JSONValue } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import { Severity } from '../validation/validation-issue.ts';

@ObjectType({ description: 'One problem of a specification.' })
export class ValidationIssue {
  @Field(() => String)
  code!: string;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true })
  hint!: string | null;

  @Field(() => [String], { description: 'Into the specification.' })
  path!: readonly string[];

  @Field(() => [JSONValue], { nullable: true, description: 'RFC 6902 operations that mend it in one click.' })
  fix!: readonly unknown[] | null;
}
