import { JSONValue, UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import { Delivery } from './delivery.ts';
import { Trigger } from './trigger.ts';

@ObjectType({ description: '`secret` is in the payload of creation and rotation only.' })
export class TriggerPayload {
  @Field(() => Trigger, { nullable: true })
  trigger!: Trigger | null;

  @Field(() => String, { nullable: true })
  secret?: string | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType()
export class DeliveryPayload {
  @Field(() => Delivery, { nullable: true })
  delivery!: Delivery | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType()
export class MappingIssue {
  @Field(() => String)
  field!: string;

  @Field(() => String)
  message!: string;
}

@ObjectType()
export class MappingPreview {
  @Field(() => Boolean)
  wouldRun!: boolean;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => JSONValue, { nullable: true })
  input!: unknown;

  @Field(() => [MappingIssue])
  issues!: readonly MappingIssue[];
}
