import { Field, ObjectType } from 'type-graphql';
import { Model } from './model.ts';

@ObjectType({ description: 'Scores 0 to 10.' })
export class Judge {
  @Field(() => Model, { nullable: true })
  model!: Model | null;

  @Field(() => String)
  instructions!: string;
}
