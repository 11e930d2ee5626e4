import { connectionTypes, JSONValue, NanoUsd, PermittedAction, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type {
  FailurePolicy,
  TriggerRecord,
  TriggerStatus,
  WebhookAuthentication as Authentication,
} from '../triggers/trigger.ts';
import { statusOf } from '../triggers/trigger.ts';
import { Agent, AgentVersion, reference, User } from './references.ts';
import { HealthStatus, TriggerFailurePolicy, TriggerType, WebhookAuthentication } from './trigger-enums.ts';

/** `deliveries` and `viewerActions` are in resolvers/trigger.ts. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'Starts runs of an agent from outside. Its address never changes.' })
export class Trigger {
  record!: TriggerRecord;

  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => TriggerType)
  type!: 'WEBHOOK';

  @Field(() => Agent, { nullable: true })
  agent!: Agent | null;

  @Field(() => AgentVersion, { nullable: true, description: 'Null = whatever is published.' })
  version!: AgentVersion | null;

  @Field(() => Int)
  revision!: number;

  @Field(() => Boolean)
  enabled!: boolean;

  @Field(() => JSONValue)
  configuration!: unknown;

  @Field(() => String)
  url!: string;

  @Field(() => WebhookAuthentication)
  authentication!: Authentication;

  @Field(() => String, { nullable: true, description: 'CEL over `event`; false = filtered.' })
  filter!: string | null;

  @Field(() => JSONValue, {
    description: 'Agent input field → CEL over `event`. Empty: the body itself, a JSON object, is the input.',
  })
  mapping!: Readonly<Record<string, string>>;

  @Field(() => String, { nullable: true, description: 'CEL; the same value within a day is a duplicate.' })
  deduplicationKey!: string | null;

  @Field(() => Int)
  ratePerMinute!: number;

  @Field(() => NanoUsd, { nullable: true })
  budgetPerRun!: number | null;

  @Field(() => TriggerFailurePolicy)
  onFailure!: FailurePolicy;

  @Field(() => Int, { description: 'Failures in a row after which DISABLE acts.' })
  failureLimit!: number;

  @Field(() => HealthStatus)
  status!: TriggerStatus;

  @Field(() => String, { nullable: true })
  lastError!: string | null;

  @Field(() => Timestamp, { nullable: true })
  lastDeliveryAt!: string | null;

  @Field(() => User, { nullable: true })
  createdBy!: User | null;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => [PermittedAction])
  viewerActions!: readonly PermittedAction[];
}

export const { Connection: TriggerConnection } = connectionTypes('Trigger', () => Trigger);

export function toTrigger(record: TriggerRecord, publicUrl: string): Omit<Trigger, 'viewerActions'> {
  const { id, name, revision, enabled, authentication, filter, mapping, deduplicationKey, ratePerMinute } = record;
  const { budgetPerRun, onFailure, failureLimit, lastError, lastDeliveryAt, createdAt } = record;
  return {
    record,
    id,
    name,
    type: 'WEBHOOK',
    agent: reference(record.agentId),
    version: reference(record.versionId),
    revision,
    enabled,
    configuration: {},
    url: new URL(`/hooks/${id}`, publicUrl).href,
    authentication,
    filter,
    mapping,
    deduplicationKey,
    ratePerMinute,
    budgetPerRun,
    onFailure,
    failureLimit,
    status: statusOf(record),
    lastError,
    lastDeliveryAt,
    createdBy: reference(record.createdById),
    createdAt,
  };
}
