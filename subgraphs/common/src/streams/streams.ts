import type { JsonValue } from '@aether/schema';

/**
 * The live bus: tells who is listening right now. Volatile: what was sent while nobody listened is gone, and an outage of
 * the bus loses messages. The record is the graph; readers attach here first, then read the record, then merge.
 */
export interface Streams extends AsyncDisposable {
  /** Sends at once and never throws: a message that cannot be sent is dropped. */
  publish(channel: string, message: JsonValue): void;
  subscribe(channel: string, options: SubscribeOptions): Subscription;
}

export interface SubscribeOptions {
  /** Ends the subscription; the loop over it ends without an error. */
  readonly signal: AbortSignal;
  /**
   * Messages that may wait for a slow reader; one more ends the loop with a `StreamOverflowError`.
   * @default 1000
   */
  readonly limit?: number;
  /** Messages may have been lost (the connection was made anew): read the record again. Never called in process. */
  readonly onGap?: () => void;
}

/** For one reader. Collects from the call of `subscribe`, not from the first step of the loop; leaving the loop ends it. */
export interface Subscription extends AsyncIterable<JsonValue> {
  /** Resolves when a message published from now on, by any process, arrives here. Also resolves when it ends before. */
  readonly ready: Promise<void>;
}
