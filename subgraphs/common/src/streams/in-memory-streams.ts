import type { JsonValue } from '@aether/schema';
import { MessageQueue } from './message-queue.ts';
import type { Streams, SubscribeOptions, Subscription } from './streams.ts';

/** The bus of one process. A message is written as JSON and parsed per subscriber, so it behaves as it would over Redis. */
export class InMemoryStreams implements Streams {
  readonly #channels = new Map<string, Set<MessageQueue>>();

  publish(channel: string, message: JsonValue): void {
    const queues = this.#channels.get(channel);
    if (queues === undefined) return;
    const text = JSON.stringify(message);
    for (const queue of queues) queue.push(JSON.parse(text));
  }

  subscribe(channel: string, { signal, limit = 1_000 }: SubscribeOptions): Subscription {
    const queue: MessageQueue = new MessageQueue({ channel, limit, signal, onEnd: () => this.#remove(channel, queue) });
    if (!queue.ended) {
      const queues = this.#channels.get(channel) ?? new Set();
      this.#channels.set(channel, queues.add(queue));
    }
    return { ready: Promise.resolve(), [Symbol.asyncIterator]: () => queue };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const queues of this.#channels.values()) for (const queue of queues) queue.end();
  }

  #remove(channel: string, queue: MessageQueue): void {
    const queues = this.#channels.get(channel);
    if (queues?.delete(queue) && queues.size === 0) this.#channels.delete(channel);
  }
}
