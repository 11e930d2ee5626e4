import { Field, ID, InputType } from 'type-graphql';
import { BindingInput } from './binding-input.ts';

@InputType()
export class CloneAgentInput {
  @Field(() => ID)
  listingId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => [BindingInput], { nullable: true })
  bindings?: readonly BindingInput[] | null;

  @Field(() => String)
  idempotencyKey!: string;
}
