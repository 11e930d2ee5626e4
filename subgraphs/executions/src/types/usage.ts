import { connectionTypes, Long, NanoUsd, Timestamp } from '@aether/common/service';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Agent, ApiKey, Model, User } from './references.ts';

export const UsageGroup = {
  AGENT: 'AGENT',
  USER: 'USER',
  API_KEY: 'API_KEY',
  MODEL: 'MODEL',
  PROVIDER: 'PROVIDER',
  ORIGIN: 'ORIGIN',
  DAY: 'DAY',
} as const;
registerEnumType(UsageGroup, { name: 'UsageGroup' });

@InputType({ description: '`until` is not in it; days are in UTC.' })
export class UsageFilter {
  @Field(() => UsageGroup)
  groupBy!: keyof typeof UsageGroup;

  @Field(() => Timestamp)
  since!: string;

  @Field(() => Timestamp)
  until!: string;

  @Field(() => ID, { nullable: true })
  agentId?: string | null;

  @Field(() => ID, { nullable: true })
  userId?: string | null;

  @Field(() => ID, { nullable: true })
  modelId?: string | null;

  @Field(() => ID, { nullable: true })
  apiKeyId?: string | null;
}

@ObjectType({ description: 'Sums over the ledger. The reference of its group is set, unless there is none.' })
export class UsageRow {
  @Field(() => String, { description: 'Empty = calls that have none, such as calls outside of runs by agent.' })
  key!: string;

  @Field(() => String)
  label!: string;

  @Field(() => Agent, { nullable: true })
  agent!: Agent | null;

  @Field(() => User, { nullable: true })
  user!: User | null;

  @Field(() => ApiKey, { nullable: true })
  apiKey!: ApiKey | null;

  @Field(() => Model, { nullable: true })
  model!: Model | null;

  @Field(() => Int)
  executions!: number;

  @Field(() => Int)
  modelCalls!: number;

  @Field(() => Long)
  promptTokens!: number;

  @Field(() => Long)
  completionTokens!: number;

  @Field(() => Long)
  cachedTokens!: number;

  @Field(() => NanoUsd)
  cost!: number;

  @Field(() => Int, { description: 'Paid calls whose price is not known; not in `cost`.' })
  unpricedCalls!: number;

  @Field(() => NanoUsd, { description: 'The part of `cost` that people have paid with own keys; no budget counts it.' })
  ownKeyCost!: number;
}

export const { Connection: UsageRowConnection } = connectionTypes('UsageRow', () => UsageRow);
