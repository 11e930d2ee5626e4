import { Field, ObjectType } from 'type-graphql';
import { ValidationIssue } from './validation-issue.ts';

@ObjectType()
export class ValidationReport {
  @Field(() => Boolean)
  valid!: boolean;

  @Field(() => [ValidationIssue])
  issues!: readonly ValidationIssue[];
}
