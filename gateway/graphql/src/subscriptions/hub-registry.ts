import type { SubgraphResult } from '@aether/common/service';
import { Hub } from './hub.ts';
import { joinHub } from './join-hub.ts';
import { subscriberQueue } from './subscriber-queue.ts';
import { eventsOfQueue } from './events-of-queue.ts';
import { isStream, type SharedStream } from './shared-stream.ts';
import type { UpstreamEvent } from './upstream-event.ts';

/**
 * Shares upstream streams (design/execution.md "Events"). The first subscriber opens the hub from its own cursor. A later one attaches
 * and buffers, replays through a private stream with its own rights until that meets the buffer, then follows the hub.
 * Streams without a seq depend on who asks, so they are shared only between connections of the same person.
 */
export class HubRegistry {
  readonly #hubs = new Map<string, Hub>();
  /** Streams that are being opened: whoever comes meanwhile waits and joins, so that a crowd opens one stream and not a hundred. */
  readonly #opening = new Map<string, Promise<unknown>>();
  #exclusive = 0;

  /** Streams that are open at their owners, for metrics and tests. */
  get size(): number {
    return this.#hubs.size;
  }

  /** The events for one subscriber, or the owner's refusal. */
  async subscribe(stream: SharedStream): Promise<AsyncIterableIterator<UpstreamEvent> | SubgraphResult> {
    const key = this.#keyOf(stream);
    for (;;) {
      const hub = this.#hubs.get(key);
      if (hub !== undefined && !hub.closed)
        return stream.cursorVariable === null ? this.#follow(hub, stream) : joinHub(hub, stream);
      const opening = this.#opening.get(key);
      if (opening === undefined) break;
      // Refused or failed for the other one: this subscriber asks for itself.
      await opening.catch(() => {});
    }
    const led = this.#lead(key, stream);
    this.#opening.set(key, led);
    try {
      return await led;
    } finally {
      this.#opening.delete(key);
    }
  }

  async #lead(key: string, stream: SharedStream): Promise<AsyncIterableIterator<UpstreamEvent> | SubgraphResult> {
    const abort = new AbortController();
    const upstream = await stream.open(stream.after, abort.signal);
    if (!isStream(upstream)) return upstream;
    const hub = new Hub({
      upstream,
      responseName: stream.responseName,
      onEmpty: () => {
        if (this.#hubs.get(key) === hub) this.#hubs.delete(key);
        abort.abort();
      },
    });
    this.#hubs.set(key, hub);
    const events = this.#follow(hub, stream);
    void hub.run();
    return events;
  }

  /** Reads the hub from now on. */
  #follow(hub: Hub, stream: SharedStream): AsyncIterableIterator<UpstreamEvent> {
    let last = stream.after;
    const queue = subscriberQueue(() => last);
    hub.attach(queue);
    return eventsOfQueue(
      queue,
      (event) => {
        last = event.seq ?? last;
      },
      () => hub.detach(queue),
    );
  }

  #keyOf({ subgraph, operation, variables, viewer, cursorVariable, exclusive }: SharedStream): string {
    const scope = cursorVariable === null ? [viewer?.userId, viewer?.sessionId] : [];
    if (exclusive) scope.push(`exclusive ${(this.#exclusive += 1)}`);
    return JSON.stringify([
      subgraph,
      operation,
      variables,
      viewer?.tenantId,
      viewer === null ? null : [...viewer.permissions].toSorted(),
      ...scope,
    ]);
  }
}
