import { Long } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'At most 4 kB of text; `url` has the whole payload.' })
export class PayloadPreview {
  @Field(() => String)
  text!: string;

  @Field(() => Long)
  bytes!: number;

  @Field(() => String)
  mimeType!: string;

  @Field(() => Boolean)
  truncated!: boolean;

  @Field(() => String, { nullable: true })
  url!: string | null;
}
