import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'An agent offered to colleagues. Measured figures are `agent.successRate`, `agent.runCount`, `agent.medianCost`.',
})
export class Listing {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  summary!: string;

  @Field(() => Int)
  ratingCount!: number;

  @Field(() => Int)
  cloneCount!: number;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp)
  updatedAt!: string;
}
