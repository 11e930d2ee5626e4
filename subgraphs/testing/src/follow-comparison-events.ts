import type { Streams } from '@aether/common/streams';
import { comparisonChannel, type ComparisonEventRecord, comparisonEventSchema } from './comparison-event.ts';
import type { ComparisonStore } from './db/comparison-store.ts';

export interface FollowRequest {
  readonly tenantId: string;
  readonly comparisonId: string;
  /** `seq` of the last event that the reader has; 0 = from the first. */
  readonly after: number;
  readonly signal: AbortSignal;
}

/**
 * The events of one comparison without a gap: attaches to the live bus, replays the record, then goes on live, and reads the record
 * again wherever the bus skipped. Previews pass through as they come. It does not end with the comparison: that can be run again.
 */
export async function* followComparisonEvents(
  { comparisons, streams }: { readonly comparisons: ComparisonStore; readonly streams: Streams },
  { tenantId, comparisonId, after, signal }: FollowRequest,
): AsyncGenerator<ComparisonEventRecord, void> {
  let last = after;

  async function* replay(): AsyncGenerator<ComparisonEventRecord, void> {
    for (;;) {
      const events = await comparisons.eventsSince(tenantId, comparisonId, last);
      if (events.length === 0) return;
      for (const event of events) {
        last = event.seq ?? last;
        yield event;
      }
    }
  }

  for (let broken = true; broken && !signal.aborted;) {
    broken = false;
    const attached = new AbortController();
    const onGap = (): void => {
      broken = true;
      attached.abort();
    };
    const messages = streams.subscribe(comparisonChannel(tenantId, comparisonId), {
      signal: AbortSignal.any([signal, attached.signal]),
      onGap,
    });
    try {
      await messages.ready;
      yield* replay();
      for await (const json of messages) {
        const message = comparisonEventSchema.parse(json);
        if (message.seq === null) yield message;
        else if (message.seq === last + 1) {
          last = message.seq;
          yield message;
        } else if (message.seq > last) yield* replay();
      }
    } finally {
      attached.abort();
    }
  }
}
