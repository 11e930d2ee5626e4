import { NanoUsd, Timestamp } from '@aether/common/service';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ExecutionError } from './execution-error.ts';
import { Model } from './references.ts';

@ObjectType()
export class StepAttempt {
  @Field(() => Int)
  number!: number;

  @Field(() => Timestamp)
  startedAt!: string;

  @Field(() => Float, { nullable: true })
  durationMs!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  cost!: number | null;

  @Field(() => Boolean)
  unpriced!: boolean;

  @Field(() => Model, { nullable: true })
  model!: Model | null;

  @Field(() => ExecutionError, { nullable: true })
  error!: ExecutionError | null;
}
