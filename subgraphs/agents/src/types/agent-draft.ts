import { JSONValue, Timestamp } from '@aether/common/service';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'The editable state. A patch addresses `/spec`, `/layout` (canvas positions) and `/pins` (sample outputs by node id).',
})
export class AgentDraft {
  @Field(() => Int, { description: 'Counts up by one with each accepted write.' })
  revision!: number;

  @Field(() => JSONValue)
  spec!: unknown;

  @Field(() => JSONValue)
  layout!: unknown;

  @Field(() => JSONValue)
  pins!: unknown;

  @Field(() => Timestamp)
  updatedAt!: string;
}
