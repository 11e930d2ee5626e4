import { JSONValue } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class TryToolInput {
  @Field(() => ID)
  toolId!: string;

  @Field(() => JSONValue)
  arguments!: unknown;

  @Field(() => String)
  idempotencyKey!: string;
}
