import { JSONValue, NanoUsd, Timestamp } from '@aether/common/service';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { DeliveryStatus as Status } from '../triggers/delivery.ts';
import type { FailurePolicy, WebhookAuthentication as Authentication } from '../triggers/trigger.ts';
import { DeliveryStatus, TriggerFailurePolicy, TriggerType, WebhookAuthentication } from './trigger-enums.ts';

/** What can be set when a trigger is made, and changed later. */
@InputType()
abstract class TriggerSettingsInput {
  @Field(() => ID, { nullable: true })
  versionId?: string | null;

  @Field(() => WebhookAuthentication, { nullable: true })
  authentication?: Authentication | null;

  @Field(() => String, { nullable: true })
  filter?: string | null;

  @Field(() => JSONValue, { nullable: true })
  mapping?: unknown;

  @Field(() => String, { nullable: true })
  deduplicationKey?: string | null;

  @Field(() => Int, { nullable: true })
  ratePerMinute?: number | null;

  @Field(() => NanoUsd, { nullable: true })
  budgetPerRun?: number | null;

  @Field(() => TriggerFailurePolicy, { nullable: true })
  onFailure?: FailurePolicy | null;

  @Field(() => Int, { nullable: true })
  failureLimit?: number | null;
}

@InputType()
export class CreateTriggerInput extends TriggerSettingsInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => TriggerType)
  type!: 'WEBHOOK';

  @Field(() => JSONValue)
  configuration!: unknown;

  @Field(() => Boolean, { nullable: true, defaultValue: false })
  enabled?: boolean | null;
}

@InputType({
  description: 'Absent = as it is. Null clears `filter`, `deduplicationKey`, `versionId` and `budgetPerRun`.',
})
export class UpdateTriggerInput extends TriggerSettingsInput {
  @Field(() => ID)
  triggerId!: string;

  @Field(() => Int)
  expectedRevision!: number;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => JSONValue, { nullable: true })
  configuration?: unknown;
}

@InputType()
export class SetTriggerEnabledInput {
  @Field(() => ID)
  triggerId!: string;

  @Field(() => Boolean)
  enabled!: boolean;
}

@InputType()
export class RotateTriggerSecretInput {
  @Field(() => ID)
  triggerId!: string;

  @Field(() => Int, { description: 'How long the old secret still works.' })
  overlapHours!: number;
}

@InputType()
export class DeleteTriggerInput {
  @Field(() => ID)
  triggerId!: string;
}

@InputType()
export class SendTestEventInput {
  @Field(() => ID)
  triggerId!: string;

  @Field(() => JSONValue, { nullable: true })
  headers?: unknown;

  @Field(() => JSONValue)
  body!: unknown;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType()
export class ReplayDeliveryInput {
  @Field(() => ID)
  deliveryId!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType()
export class TriggerFilter {
  @Field(() => ID, { nullable: true })
  agentId?: string | null;

  @Field(() => TriggerType, { nullable: true })
  type?: string | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;

  @Field(() => String, { nullable: true })
  search?: string | null;
}

@InputType()
export class DeliveryFilter {
  @Field(() => [DeliveryStatus], { nullable: true })
  statuses?: Status[] | null;

  @Field(() => Timestamp, { nullable: true })
  since?: string | null;

  @Field(() => Timestamp, { nullable: true })
  until?: string | null;
}
