import { SlowReaderError } from '../errors.ts';
import { EventQueue } from './event-queue.ts';
import type { UpstreamEvent } from './upstream-event.ts';

/** More events than this may not wait for one reader. */
export const MAXIMUM_BUFFERED = 1_000;

/** Of one subscriber. @param lastSeq what it has had, told to it when it falls behind and is let go */
export function subscriberQueue(lastSeq: () => number | null): EventQueue<UpstreamEvent> {
  const queue = new EventQueue<UpstreamEvent>({
    limit: MAXIMUM_BUFFERED,
    onOverflow: (buffered) => queue.fail(new SlowReaderError(lastSeq(), buffered)),
  });
  return queue;
}
