import type { SubgraphResult } from '@aether/common/service';
import type { EventQueue } from './event-queue.ts';
import type { Hub, HubReader } from './hub.ts';
import { MAXIMUM_BUFFERED, subscriberQueue } from './subscriber-queue.ts';
import { eventsOfQueue } from './events-of-queue.ts';
import { isStream, type SharedStream, type Upstream } from './shared-stream.ts';
import { type UpstreamEvent, toUpstreamEvent } from './upstream-event.ts';

/** How often a follower's right to the stream is asked for again. */
const RENEW_MS = 60_000; // 60 seconds

/** Replays what the subscriber missed by its own stream, then goes over to the hub without a gap or a repetition. */
export async function joinHub(
  hub: Hub,
  stream: SharedStream,
): Promise<AsyncIterableIterator<UpstreamEvent> | SubgraphResult> {
  const abort = new AbortController();
  let sent = stream.after ?? 0;
  let following = false;
  let firstBuffered: number | null = null;
  const queue = subscriberQueue(() => sent);
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
  const renewal = setInterval(() => void renew(stream, sent, queue), RENEW_MS);
  return eventsOfQueue(
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
async function renew(stream: SharedStream, sent: number, queue: EventQueue<UpstreamEvent>): Promise<void> {
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
