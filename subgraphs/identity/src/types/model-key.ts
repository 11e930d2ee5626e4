import { Timestamp } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    "A person's own key for a model provider. Its value is write-only: no field returns it. Only its owner sees it.",
})
export class ModelKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  lastFour!: string | null;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { description: 'When its value was stored.' })
  updatedAt!: string;

  @Field(() => Timestamp, { nullable: true })
  lastUsedAt!: string | null;
}
