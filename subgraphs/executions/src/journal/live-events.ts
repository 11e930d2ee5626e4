import type { Streams } from '@aether/common/streams';
import { isRecord, type JsonObject, type JsonValue } from '@aether/schema';
import type { ExecutionKey } from '../db/execution-store.ts';
import { storedEventSchema } from '../db/records.ts';
import type { StreamEvent } from '../event.ts';
import { YoungRuns } from './young-runs.ts';

/** Durable events (after their commit) and volatile ones of one execution. */
export function executionChannel({ tenantId, executionId }: ExecutionKey): string {
  return `execution:${tenantId}:${executionId}`;
}

/** Ids of a tenant's executions whose state changed. */
export function executionsChannel(tenantId: string): string {
  return `executions:${tenantId}`;
}

/** Requests to one worker, for speed; its beat brings the same for certainty. */
export function workerChannel(worker: string): string {
  return `worker:${worker}`;
}

const eventSchema = storedEventSchema.extend({ seq: storedEventSchema.shape.seq.nullable() });

/** A message of an execution's channel; null for what is none of ours. */
export function parseLiveEvent(message: JsonValue): StreamEvent | null {
  const parsed = eventSchema.safeParse(
    isRecord(message) ? { ...message, data: JSON.stringify(message['data']) } : message,
  );
  return parsed.success ? parsed.data : null;
}

/** Tells who is listening right now. The record is told first; what is lost here is read there. */
export class LiveEvents {
  readonly young = new YoungRuns();
  readonly #streams: Streams;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  publish(key: ExecutionKey, events: readonly StreamEvent[]): void {
    this.young.add(key, events);
    const channel = executionChannel(key);
    for (const { seq, name, at, data } of events) this.#streams.publish(channel, { seq, name, at, data });
    if (events.some((event) => event.name.startsWith('execution-'))) this.changed(key, events[0]?.seq === 1);
  }

  /** Something that lists show has changed. */
  changed({ tenantId, executionId }: ExecutionKey, isNew = false): void {
    this.#streams.publish(executionsChannel(tenantId), { executionId, isNew });
  }

  tellWorker(worker: string, message: JsonObject): void {
    this.#streams.publish(workerChannel(worker), message);
  }
}
