import { Field, ID, Int, ObjectType } from 'type-graphql';
import { User } from './user.ts';

@ObjectType()
export class AgentPublished {
  @Field(() => ID)
  versionId!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => User, { nullable: true })
  publishedBy!: User | null;

  @Field(() => Boolean)
  rolledBack!: boolean;
}
