import { Field, Float, ObjectType } from 'type-graphql';
import { Evidence } from './evidence.ts';
import { User } from './user.ts';

@ObjectType({
  description: 'A topic that a person states or has made agents for, as far as the viewer sees them; `score` 0 to 1.',
})
export class Expertise {
  @Field(() => String)
  topic!: string;

  @Field(() => Float)
  score!: number;

  @Field(() => Evidence)
  evidence!: Evidence;
}

@ObjectType()
export class ExpertMatch {
  @Field(() => User, { nullable: true })
  user!: User | null;

  @Field(() => Float)
  score!: number;

  @Field(() => Evidence)
  evidence!: Evidence;
}
