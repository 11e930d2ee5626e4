import { NanoUsd } from '@aether/common/service';
import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { User } from './user.ts';

@Directive('@shareable')
@ObjectType({ description: 'Measured facts behind a statement, as of the moment it was made.' })
export class Evidence {
  @Field(() => Int)
  runs!: number;

  @Field(() => Float, { nullable: true, description: '0 to 1.' })
  successRate!: number | null;

  @Field(() => NanoUsd, { nullable: true })
  medianCost!: number | null;

  @Field(() => [User], { nullable: 'itemsAndList' })
  people!: readonly User[] | null;

  @Field(() => [String], { description: 'The way through the graph, one hop an entry.' })
  path!: readonly string[];

  @Field(() => String)
  sentence!: string;
}
