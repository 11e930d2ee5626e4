import type { ErrorCode } from '@aether/schema';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType()
export class ExecutionError {
  @Field(() => String)
  code!: ErrorCode;

  @Field(() => String)
  message!: string;

  @Field(() => ID, { nullable: true })
  stepId!: string | null;

  @Field(() => Boolean)
  retryable!: boolean;

  @Field(() => String, { nullable: true })
  hint!: string | null;
}
