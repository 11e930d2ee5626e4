import type { Doorbell, DoorbellHandler } from './doorbell.ts';
import { StreamOverflowError } from './stream-overflow-error.ts';
import type { Streams, Subscription } from './streams.ts';

/** Rings that may wait while this process is busy; more of them would say nothing new. */
const LIMIT = 10_000;

/** A doorbell for many processes, over the bus that they share: every listener hears every ring. */
export class StreamsDoorbell implements Doorbell {
  readonly #streams: Streams;
  readonly #disposed = new AbortController();

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  async ring(queue: string, id: string): Promise<void> {
    this.#streams.publish(channelOf(queue), id);
  }

  async listen(queue: string, handler: DoorbellHandler, options: { readonly signal: AbortSignal }): Promise<void> {
    const signal = AbortSignal.any([options.signal, this.#disposed.signal]);
    const subscribe = (): Subscription => this.#streams.subscribe(channelOf(queue), { signal, limit: LIMIT });
    const first = subscribe();
    void deliver(first, subscribe, handler);
    await first.ready;
  }

  /** The bus is of whoever made it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort();
  }
}

const channelOf = (queue: string): string => `doorbell:${queue}`;

async function deliver(rings: Subscription, subscribe: () => Subscription, handler: DoorbellHandler): Promise<void> {
  try {
    for await (const id of rings) if (typeof id === 'string') handler(id);
  } catch (error) {
    if (!(error instanceof StreamOverflowError)) throw error;
    // Rings were lost, as they may be. Go on with the next.
    await deliver(subscribe(), subscribe, handler);
  }
}
