import type { EventQueue } from './event-queue.ts';
import type { UpstreamEvent } from './upstream-event.ts';

/** Tells of each event that is read, and calls `done` once, when the reader leaves or the queue ends. */
export function eventsOfQueue(
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
