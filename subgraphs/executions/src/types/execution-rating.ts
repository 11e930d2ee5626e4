import { Timestamp } from '@aether/common/service';
import { Field, Int, ObjectType } from 'type-graphql';
import { User } from './references.ts';

@ObjectType({ description: '1 to 5.' })
export class ExecutionRating {
  @Field(() => Int)
  satisfaction!: number;

  @Field(() => String, { nullable: true })
  comment!: string | null;

  @Field(() => User, { nullable: true })
  ratedBy!: User | null;

  @Field(() => Timestamp)
  ratedAt!: string;
}
