import { Timestamp } from '@aether/common/service';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'Cases that belong together. A gating suite must have passed before its agent can be published.',
})
export class TestSuite {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => Boolean)
  gate!: boolean;

  @Field(() => Float, { description: 'Share of cases that must pass, 0 to 1.' })
  passThreshold!: number;

  @Field(() => Timestamp)
  createdAt!: string;
}
