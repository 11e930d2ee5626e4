import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class VariantInput {
  @Field(() => String, { nullable: true })
  label?: string | null;

  @Field(() => ID)
  modelId!: string;

  @Field(() => JSONValue, { nullable: true })
  parameters?: unknown;

  @Field(() => String, { nullable: true })
  instructionsOverride?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  baseline?: boolean | null;
}
