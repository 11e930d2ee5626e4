import type { Viewer } from '@aether/common/security';
import type { SubgraphResult } from '@aether/common/service';
import { SlowReaderError } from '../errors.ts';
import { EventQueue } from './event-queue.ts';
import { Hub, type HubReader } from './hub.ts';
import { type UpstreamEvent, toUpstreamEvent } from './upstream-event.ts';

/** More events than this may not wait for one reader. */
const MAXIMUM_BUFFERED = 1_000;
/** How often a follower's right to the stream is asked for again. */
const RENEW_MS = 60_000; // 60 seconds

type Upstream = AsyncIterableIterator<SubgraphResult> | SubgraphResult;

export interface SharedStream {
  readonly subgraph: string;
  readonly operation: string;
  /** Without the cursor. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Name of the root field in the answer. */
  readonly responseName: string;
  /**
   * Name of the variable that carries `after`; null = a list stream, which has no seq.
   * A stream with a seq whose cursor is no variable cannot be joined in the middle: `exclusive`.
   */
  readonly cursorVariable: string | null;
  readonly exclusive: boolean;
  readonly after: number | null;
  readonly viewer: Viewer | null;
  /** Opens a stream at the owner with this viewer's rights. Its acceptance is the right to join. */
  readonly open: (after: number | null, signal: AbortSignal) => Promise<Upstream>;
}

const isStream = (upstream: Upstream): upstream is AsyncIterableIterator<SubgraphResult> =>
  Symbol.asyncIterator in upstream;

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
        return stream.cursorVariable === null ? this.#follow(hub, stream) : this.#join(hub, stream);
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
    const queue = new EventQueue<UpstreamEvent>({
      limit: MAXIMUM_BUFFERED,
      onOverflow: (buffered) => queue.fail(new SlowReaderError(last, buffered)),
    });
    hub.attach(queue);
    return release(
      queue,
      (event) => {
        last = event.seq ?? last;
      },
      () => hub.detach(queue),
    );
  }

  /** Replays what the subscriber missed by its own stream, then goes over to the hub without a gap or a repetition. */
  async #join(hub: Hub, stream: SharedStream): Promise<AsyncIterableIterator<UpstreamEvent> | SubgraphResult> {
    const abort = new AbortController();
    let sent = stream.after ?? 0;
    let following = false;
    let firstBuffered: number | null = null;
    const queue = new EventQueue<UpstreamEvent>({
      limit: MAXIMUM_BUFFERED,
      onOverflow: (buffered) => queue.fail(new SlowReaderError(sent, buffered)),
    });
    let buffer: UpstreamEvent[] = [];
    let hubEnded = false;
    const forward = (event: UpstreamEvent): void => {
      if (event.seq !== null && event.seq <= sent) return;
      if (event.seq !== null) sent = event.seq;
      queue.push(event);
    };
    const reader: HubReader = {
      push: (event) => {
        if (following) return forward(event);
        if (event.seq === null) return undefined; // volatile: the private stream has its own
        firstBuffered ??= event.seq;
        if (buffer.length < MAXIMUM_BUFFERED) buffer.push(event);
        else {
          // The replay is far behind: it goes on by itself and meets the stream later.
          buffer = [];
          firstBuffered = null;
        }
        return undefined;
      },
      end: () => {
        hubEnded = true;
        if (following) queue.end();
      },
      fail: (reason) => {
        hubEnded = true;
        if (following) queue.fail(reason);
      },
    };
    hub.attach(reader);
    let upstream: Upstream;
    try {
      upstream = await stream.open(stream.after, abort.signal);
    } catch (error) {
      hub.detach(reader);
      throw error;
    }
    if (!isStream(upstream)) {
      hub.detach(reader);
      return upstream;
    }
    const meets = (): boolean =>
      (firstBuffered !== null && sent >= firstBuffered - 1) ||
      (firstBuffered === null && hub.lastSeq !== null && sent >= hub.lastSeq);
    const goOver = (): void => {
      following = true;
      for (const event of buffer) forward(event);
      buffer = [];
      abort.abort();
      void upstream.return?.();
    };
    const replay = async (): Promise<void> => {
      try {
        if (!hubEnded && meets()) return goOver();
        for await (const result of upstream) {
          if (following) return;
          forward(toUpstreamEvent(result, stream.responseName));
          if (!hubEnded && meets()) return goOver();
        }
        if (!following) queue.end();
      } catch (error) {
        if (!following) queue.fail(error);
      }
    };
    void replay();
    const renewal = setInterval(() => void this.#renew(stream, sent, queue), RENEW_MS);
    return release(
      queue,
      () => {},
      () => {
        clearInterval(renewal);
        abort.abort();
        void upstream.return?.();
        hub.detach(reader);
      },
    );
  }

  /** A follower lives from another viewer's stream: whether it still may is asked with its own rights. */
  async #renew(stream: SharedStream, sent: number, queue: EventQueue<UpstreamEvent>): Promise<void> {
    const abort = new AbortController();
    try {
      const upstream = await stream.open(sent, abort.signal);
      if (isStream(upstream)) await upstream.return?.();
      else {
        queue.push({ seq: null, result: upstream });
        queue.end();
      }
    } catch {
      // The owner does not answer at the moment: that is no refusal. The next renewal asks again.
    } finally {
      abort.abort();
    }
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

/** Tells of each event that is read, and calls `done` once, when the reader leaves or the queue ends. */
function release(
  queue: EventQueue<UpstreamEvent>,
  onRead: (event: UpstreamEvent) => void,
  done: () => void,
): AsyncIterableIterator<UpstreamEvent> {
  let released = false;
  const finish = (): void => {
    if (released) return;
    released = true;
    done();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const result = await queue.next();
        if (result.done) finish();
        else onRead(result.value);
        return result;
      } catch (error) {
        finish();
        throw error;
      }
    },
    async return() {
      finish();
      return queue.return();
    },
  };
}
