import { JSONValue, UserError } from '@aether/common/service';
import { Field, Float, ObjectType } from 'type-graphql';

@ObjectType()
export class TryToolPayload {
  @Field(() => JSONValue, {
    nullable: true,
    description: 'As the tool answered: content blocks, and structured content if it has some.',
  })
  result!: unknown;

  @Field(() => Boolean, { nullable: true })
  isError!: boolean | null;

  @Field(() => Float, { nullable: true })
  durationMs!: number | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
