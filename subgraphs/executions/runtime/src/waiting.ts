import type { JsonObject } from '@aether/schema';
import type { ApprovalRequest } from './approval.ts';

/** An instant that a run waits for. */
export interface TimerRequest {
  /** Of the timer's own step. */
  readonly key: string;
  readonly name: string;
  /** Epoch milliseconds. What the first call names counts: a run that begins again does not wait anew. */
  readonly untilMs: number;
}

/** A while that a run waits for. */
export interface PauseRequest extends Pick<TimerRequest, 'key' | 'name'> {
  /** From the first call on, by the clock of the record. */
  readonly afterMs: number;
}

/** A message from outside that a run waits for. */
export interface SignalRequest {
  /** Of the wait's own step. */
  readonly key: string;
  readonly name: string;
  /** What the sender calls it. One message answers one wait, the oldest of its name. */
  readonly signal: string;
  /** From the first call on; null = as long as people have for an approval. */
  readonly timeoutMs: number | null;
}

/** What came with a signal. */
export type SignalPayload = JsonObject;

/** What a run cannot go on without. */
export type WaitRequest =
  | ({ readonly kind: 'APPROVAL' } & ApprovalRequest)
  | ({ readonly kind: 'TIMER' } & TimerRequest)
  | ({ readonly kind: 'SIGNAL' } & SignalRequest);
