import { Timestamp } from '@aether/common/service';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Evidence } from './evidence.ts';
import { Model, Notebook, Tool } from './references.ts';

@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'Parts that do well together for a use case. `support` = runs, `lift` > 1 = better than the use case on the whole.',
})
export class SuccessPattern {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  useCase!: string;

  @Field(() => String)
  summary!: string;

  @Field(() => [Tool], { nullable: 'items' })
  tools!: readonly Tool[];

  @Field(() => [Notebook], { nullable: 'items' })
  notebooks!: readonly Notebook[];

  @Field(() => [Model], { nullable: 'items' })
  models!: readonly Model[];

  @Field(() => Int)
  support!: number;

  @Field(() => Float)
  lift!: number;

  @Field(() => Float)
  confidence!: number;

  @Field(() => Evidence)
  evidence!: Evidence;

  @Field(() => Timestamp)
  updatedAt!: string;
}
