import type { ExecutionEventName, JsonObject } from '@aether/schema';

/** An event before it has its number. */
export interface NewEvent {
  readonly name: ExecutionEventName;
  /** ISO-8601, milliseconds. */
  readonly at: string;
  readonly data: JsonObject;
}

/** An event of the stream; `seq` null = volatile, sent at once and never replayed. */
export interface StreamEvent extends NewEvent {
  readonly seq: number | null;
}

/** The first event of every execution. */
export function queuedEvent(at: string): NewEvent {
  return { name: 'execution-queued', at, data: { status: 'QUEUED', reason: null } };
}

/** Durable events that a reader must see in order end here. */
export const LAST_EVENT: ExecutionEventName = 'execution-end';

/** Those that other systems are told of, as new states of a task (A2A). */
export const PUSHED_EVENTS: readonly ExecutionEventName[] = ['execution-running', 'execution-waiting', LAST_EVENT];
