import type { BlobStore } from '@aether/common/blobs';
import type { IdSource } from '@aether/schema';
import type { ArrivedRow } from '../db/delivery-store.ts';
import { type StoredPayload, storePayload } from '../payload.ts';
import { type Arrival, maskHeaders, parseBody } from './arrival.ts';
import type { DeliveryRecord, DeliveryStage, DeliveryStageName, DeliveryStatus } from './delivery.ts';
import type { DeliveryWriter } from './delivery-writer.ts';
import { evaluateEvent } from './evaluate-event.ts';
import type { TriggerRecord } from './trigger.ts';

/** A process that started none of its runs for this long is taken to be gone. */
const TAKE_OVER_MS = 10_000;

export interface AcceptParts {
  readonly writer: DeliveryWriter;
  readonly blobs: BlobStore;
  readonly ids: IdSource;
}

export interface AcceptedArrival {
  readonly delivery: DeliveryRecord;
  /** Of a DUPLICATE: the delivery that came first. */
  readonly firstId: string;
}

export interface AcceptOptions {
  /** How the sender is known, for the delivery's list of stages. */
  readonly verified: string;
  /** Names the event when the trigger has no expression for it; null = every arrival is another event. */
  readonly eventId: string | null;
  readonly replayOf?: DeliveryRecord;
}

/**
 * From what a proved sender sent to the delivery that is committed: parsed, filtered, mapped, and told apart from what came before.
 * Nothing is promised before the commit; what is promised is started by whoever lives.
 */
export async function acceptArrival(
  parts: AcceptParts,
  trigger: TriggerRecord,
  arrival: Arrival,
  { verified, eventId, replayOf }: AcceptOptions,
): Promise<AcceptedArrival> {
  const id = parts.ids('dlv');
  const folder = `${trigger.tenantId}/deliveries/${trigger.id}`;
  const body = replayOf?.body ?? (await storePayload(parts.blobs, folder, arrival.body, arrival.mimeType));
  const outcome = judge(trigger, arrival, verified);
  const delivery = deliveryOf(trigger, arrival, { id, body, replayOf, ...outcome });
  const key = outcome.deduplicationKey ?? eventId;
  const firstId = await parts.writer.arrive(rowOf(delivery, key));
  if (firstId === id) return { delivery, firstId };
  return { delivery: duplicateOf(delivery, firstId), firstId };
}

interface Outcome {
  readonly status: DeliveryStatus;
  readonly stages: readonly DeliveryStage[];
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly deduplicationKey: string | null;
}

function judge(trigger: TriggerRecord, arrival: Arrival, verified: string): Outcome {
  const at = arrival.receivedAt.toISOString();
  const stages: DeliveryStage[] = [];
  const pass = (name: DeliveryStageName, reason: string | null = null): void => {
    stages.push({ name, passed: true, reason, at });
  };
  const end = (status: DeliveryStatus, name: DeliveryStageName, reason: string): Outcome => {
    stages.push({ name, passed: false, reason, at });
    return { status, stages, input: null, deduplicationKey: null };
  };
  pass('received', arrival.ipAddress === null ? null : `From ${arrival.ipAddress}.`);
  pass('verified', verified);
  if (!trigger.enabled) return end('HELD', 'filtered', 'The trigger is not enabled: kept as a sample.');
  let body: unknown;
  try {
    body = parseBody(arrival);
  } catch {
    return end('UNMAPPABLE', 'mapped', `The body says that it is ${arrival.mimeType}, and it is no JSON.`);
  }
  const event = { headers: maskHeaders(arrival.headers), query: arrival.query, body, receivedAt: at };
  const { filtered, input, deduplicationKey, issues } = evaluateEvent(trigger, event);
  if (filtered !== null) return end('FILTERED', 'filtered', filtered);
  const [issue] = issues;
  if (issue !== undefined) {
    if (issue.field !== 'filter') pass('filtered');
    const reason = issues.map(({ message }) => message).join(' ');
    return end('UNMAPPABLE', issue.field === 'filter' ? 'filtered' : 'mapped', reason);
  }
  pass('filtered', trigger.filter === null ? 'No filter.' : null);
  pass('mapped', Object.keys(trigger.mapping).length === 0 ? 'The body is the input.' : null);
  return { status: 'ACCEPTED', stages, input, deduplicationKey };
}

function deliveryOf(
  trigger: TriggerRecord,
  arrival: Arrival,
  facts: Omit<Outcome, 'deduplicationKey'> & {
    readonly id: string;
    readonly body: StoredPayload;
    readonly replayOf: DeliveryRecord | undefined;
  },
): DeliveryRecord {
  const { id, body, status, stages, input, replayOf } = facts;
  return {
    tenantId: trigger.tenantId,
    id,
    triggerId: trigger.id,
    status,
    stages,
    headers: maskHeaders(arrival.headers),
    body,
    input,
    executionId: null,
    replayOfId: replayOf?.id ?? null,
    ipAddress: arrival.ipAddress,
    receivedAt: arrival.receivedAt.toISOString(),
    attempts: 0,
  };
}

function rowOf(delivery: DeliveryRecord, key: string | null): ArrivedRow {
  const { status, receivedAt } = delivery;
  if (status !== 'ACCEPTED') {
    const isFailure = status === 'UNMAPPABLE';
    const reason = isFailure ? (delivery.stages.at(-1)?.reason ?? null) : null;
    return { delivery, counts: isFailure ? 'failure' : 'nothing', reason, start: null };
  }
  const dueAt = new Date(Date.parse(receivedAt) + TAKE_OVER_MS);
  const unless = key === null ? null : { key, duplicate: duplicateOf(delivery, null) };
  return { delivery, counts: 'nothing', reason: null, start: { dueAt, unless } };
}

function duplicateOf(delivery: DeliveryRecord, firstId: string | null): DeliveryRecord {
  const which = firstId === null ? 'An event' : `The event of ${firstId}`;
  const reason = `${which} with the same key came within a day.`;
  const stage = { name: 'deduplicated', passed: false, reason, at: delivery.receivedAt } as const;
  return { ...delivery, status: 'DUPLICATE', stages: [...delivery.stages, stage], input: null };
}
