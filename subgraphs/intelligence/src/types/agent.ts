import { NanoUsd } from '@aether/common/service';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType()
export class Agent {
  @Field(() => ID)
  id!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Ended runs that succeeded, 0 to 1, over `statisticsDays`; null without runs.',
  })
  successRate!: number | null;

  @Field(() => Int, { nullable: true })
  runCount!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  medianCost!: number | null;

  @Field(() => Float, { nullable: true })
  medianDurationMs!: number | null;
}
