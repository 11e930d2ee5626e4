import { Field, ObjectType } from 'type-graphql';
import { ExecutionStep } from './execution-step.ts';

@ObjectType({ description: 'Root cause of a failure: the deepest failed step, and what to do next.' })
export class Diagnosis {
  @Field(() => ExecutionStep, { nullable: true })
  step!: ExecutionStep | null;

  @Field(() => String)
  cause!: string;

  @Field(() => [String])
  nextActions!: readonly string[];
}
