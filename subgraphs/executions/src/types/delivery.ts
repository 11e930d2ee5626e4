import { connectionTypes, JSONValue, Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { DeliveryRecord, DeliveryStatus as Status } from '../triggers/delivery.ts';
import { previewOf } from '../payload.ts';
import { ListChange } from './enums.ts';
import { PayloadPreview } from './payload-preview.ts';
import { DeliveryStatus } from './trigger-enums.ts';

@ObjectType()
export class DeliveryStage {
  @Field(() => String)
  name!: string;

  @Field(() => Boolean)
  passed!: boolean;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => Timestamp)
  at!: string;
}

/** `trigger`, `execution` and `replayOf` are in resolvers/delivery.ts. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'Something that arrived at a trigger, kept with its outcome.' })
export class Delivery {
  record!: DeliveryRecord;

  @Field(() => ID)
  id!: string;

  @Field(() => DeliveryStatus)
  status!: Status;

  @Field(() => [DeliveryStage], {
    description: 'Received, verified, filtered, mapped, deduplicated, run: what happened at each and why.',
  })
  stages!: readonly DeliveryStage[];

  @Field(() => JSONValue, { description: 'Secrets masked.' })
  headers!: Readonly<Record<string, string>>;

  @Field(() => PayloadPreview)
  body!: PayloadPreview;

  @Field(() => JSONValue, { nullable: true })
  input!: unknown;

  @Field(() => String, { nullable: true })
  ipAddress!: string | null;

  @Field(() => Timestamp)
  receivedAt!: string;
}

export const { Connection: DeliveryConnection } = connectionTypes('Delivery', () => Delivery);

@ObjectType()
export class DeliveryChange {
  @Field(() => ListChange)
  change!: 'ADDED' | 'CHANGED' | 'REMOVED';

  @Field(() => ID)
  id!: string;

  @Field(() => Delivery, { nullable: true })
  delivery!: Delivery | null;
}

export function toDelivery(record: DeliveryRecord): Delivery {
  const { id, status, stages, headers, input, ipAddress, receivedAt } = record;
  const text = previewOf(record.body.text);
  const { bytes, mimeType } = record.body;
  const truncated = Buffer.byteLength(text) < bytes;
  return {
    record,
    id,
    status,
    stages,
    headers,
    body: { text, bytes, mimeType, truncated, url: null },
    input,
    ipAddress,
    receivedAt,
  };
}
