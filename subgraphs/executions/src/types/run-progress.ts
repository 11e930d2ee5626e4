import { JSONValue, NanoUsd } from '@aether/common/service';
import { Directive, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ExecutionStatus as Status } from '../execution.ts';
import { Citation } from './citation.ts';
import { ExecutionStatus } from './enums.ts';
import { ExecutionError } from './execution-error.ts';

@Directive('@inaccessible')
@ObjectType({ description: 'Text of an answer from `offset`; offset 0 begins it anew.' })
export class RunText {
  @Field(() => Int)
  offset!: number;

  @Field(() => String)
  text!: string;
}

@Directive('@inaccessible')
@ObjectType({ description: 'What a run that has ended answered and took.' })
export class RunOutcome {
  @Field(() => JSONValue, { nullable: true })
  output!: unknown;

  @Field(() => [Citation])
  citations!: readonly Citation[];

  @Field(() => ExecutionError, { nullable: true })
  error!: ExecutionError | null;

  @Field(() => Float)
  durationMs!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'From the start to the first durable text: up to the pause between two deltas too late.',
  })
  firstTokenMs!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  cost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Int)
  totalTokens!: number;

  @Field(() => [String], { description: 'Names of the tools that were called and succeeded, in order.' })
  tools!: readonly string[];
}

@Directive('@inaccessible')
@ObjectType()
export class RunProgress {
  @Field(() => ID)
  executionId!: string;

  @Field(() => ExecutionStatus)
  status!: Status;

  @Field(() => Int, { description: '`seq` up to which `text` was read: the `after` of the next question.' })
  seq!: number;

  @Field(() => [RunText])
  text!: readonly RunText[];

  @Field(() => RunOutcome, { nullable: true, description: 'Null while it runs.' })
  outcome!: RunOutcome | null;
}

@Directive('@inaccessible')
@InputType()
export class RunProgressInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => Int)
  after!: number;
}
