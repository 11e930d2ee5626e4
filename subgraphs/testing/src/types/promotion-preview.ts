import { JSONValue } from '@aether/common/service';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What promotion would change in the draft; `operations` are RFC 6902.' })
export class PromotionPreview {
  @Field(() => Int)
  baseRevision!: number;

  @Field(() => String)
  summary!: string;

  @Field(() => [JSONValue])
  operations!: readonly unknown[];
}
