import type { Streams } from '@aether/common/streams';
import { comparisonChannel, type ComparisonEventRecord, toMessage } from './comparison-event.ts';

/** Tells who is listening right now; what is lost here is read in the record. */
export class LiveComparisons {
  readonly #streams: Streams;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  publish(tenantId: string, comparisonId: string, events: readonly ComparisonEventRecord[]): void {
    const channel = comparisonChannel(tenantId, comparisonId);
    for (const event of events) this.#streams.publish(channel, toMessage(event));
  }
}
