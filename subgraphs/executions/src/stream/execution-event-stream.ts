import { StreamOverflowError, type Streams } from '@aether/common/streams';
import { type JsonValue } from '@aether/schema';
import type { ExecutionReader } from '../db/execution-reader.ts';
import type { ExecutionKey } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { CursorAheadError, SlowReaderError } from '../errors.ts';
import { LAST_EVENT, type StreamEvent } from '../event.ts';
import { isEnded } from '../execution.ts';
import { executionChannel, parseLiveEvent } from '../journal/live-events.ts';

/** Events read from the record at once. */
const PAGE = 500;
/** A lost ring costs a reader at most this long. */
const POLL_MS = 1_000;
/** A reader that falls this far behind is disconnected, and told where to resume. */
export const MAXIMUM_BUFFERED = 1_000;

/** What a reader must know of a run to follow it. */
export interface FollowedExecution extends Pick<ExecutionRecord, 'tenantId' | 'id' | 'status' | 'lastSeq'> {
  /** Absent and null: it has not ended. */
  readonly endedAt?: string | null;
  /** All events until `lastSeq`, when they are known already; else the record is asked. */
  readonly events?: readonly StreamEvent[];
}

export interface EventStreamParts {
  readonly reader: ExecutionReader;
  readonly streams: Streams;
}

/**
 * All events after `after`, in order and without a gap, then live ones until the last; volatile ones in between.
 * Attaches to the live bus first, reads the record, then merges both by `seq`; whenever the bus is silent or skips a number, the
 * record is asked.
 * @throws CursorAheadError when `after` is beyond the newest event
 * @throws SlowReaderError when the reader falls behind
 */
export async function* executionEventStream(
  parts: EventStreamParts,
  execution: FollowedExecution,
  options: { readonly after: number; readonly signal: AbortSignal },
): AsyncGenerator<StreamEvent, void> {
  const key = { tenantId: execution.tenantId, executionId: execution.id };
  const { after, signal } = options;
  if (after > execution.lastSeq) throw new CursorAheadError(after, execution.lastSeq);
  const live = new LiveReader(parts.streams, key, signal);
  let seen = after;
  let known = execution.events?.slice(after);
  try {
    // A bus that is away says nothing, and that is no reason to wait: until it is back, the record is asked.
    await orSilence(live.ready);
    for (;;) {
      for await (const event of known ?? replay(parts.reader, execution, seen)) {
        yield event;
        if (event.seq === null) return;
        seen = event.seq;
        if (event.name === LAST_EVENT) return;
      }
      known = undefined;
      // An execution that had ended before has nothing more to tell, also when its events are not kept any more.
      if (isEnded(execution.status) && seen >= execution.lastSeq) return;
      for (;;) {
        const event = await live.next();
        if (event === 'ended') return;
        if (event === 'silent') break;
        if (event.seq === null) {
          yield event;
        } else if (event.seq > seen + 1) {
          break; // A message was lost: the record has it.
        } else if (event.seq === seen + 1) {
          yield event;
          seen = event.seq;
          if (event.name === LAST_EVENT) return;
        }
      }
    }
  } catch (error) {
    throw error instanceof StreamOverflowError ? new SlowReaderError(seen, MAXIMUM_BUFFERED) : error;
  } finally {
    await live[Symbol.asyncDispose]();
  }
}

/**
 * Kept events after a number. When older ones have expired, one volatile event says from where on they are kept. Numbers that are missing in
 * a run that still has its first event are those of text deltas that were folded into a later one.
 */
async function* replay(
  reader: ExecutionReader,
  execution: FollowedExecution,
  after: number,
): AsyncGenerator<StreamEvent> {
  const { tenantId, id } = execution;
  let seen = after;
  for (;;) {
    const events = await reader.events(tenantId, id, seen, PAGE);
    const next = events[0]?.seq ?? (isEnded(execution.status) ? execution.lastSeq + 1 : seen + 1);
    const at = events[0]?.at ?? execution.endedAt ?? null;
    if (at !== null && next > seen + 1 && !(await hasFirstEvent(reader, execution))) {
      yield { seq: null, name: 'resync-required', at, data: { firstSeq: next } };
      return;
    }
    yield* events;
    seen = events.at(-1)?.seq ?? seen;
    if (events.length < PAGE) return;
  }
}

/** Events expire from the first one on. */
async function hasFirstEvent(reader: ExecutionReader, { tenantId, id }: FollowedExecution): Promise<boolean> {
  return (await reader.events(tenantId, id, 0, 1))[0]?.seq === 1;
}

/** The live bus, with silence as an answer. */
class LiveReader implements AsyncDisposable {
  readonly ready: Promise<void>;
  readonly #messages: AsyncIterator<JsonValue>;
  #pending: Promise<IteratorResult<JsonValue>> | null = null;
  #hasGap = false;

  constructor(streams: Streams, key: ExecutionKey, signal: AbortSignal) {
    const onGap = (): void => {
      this.#hasGap = true;
    };
    const subscription = streams.subscribe(executionChannel(key), { signal, limit: MAXIMUM_BUFFERED, onGap });
    this.ready = subscription.ready;
    this.#messages = subscription[Symbol.asyncIterator]();
  }

  async next(): Promise<StreamEvent | 'silent' | 'ended'> {
    for (;;) {
      if (this.#hasGap) {
        this.#hasGap = false;
        return 'silent';
      }
      this.#pending ??= this.#messages.next();
      const result = await orSilence(this.#pending);
      if (result === 'silent') return 'silent';
      this.#pending = null;
      if (result.done === true) return 'ended';
      const event = parseLiveEvent(result.value);
      if (event !== null) return event;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pending?.catch(() => {});
    await this.#messages.return?.();
  }
}

async function orSilence<Value>(pending: Promise<Value>): Promise<Value | 'silent'> {
  const silence = Promise.withResolvers<'silent'>();
  const timer = setTimeout(() => silence.resolve('silent'), POLL_MS);
  try {
    return await Promise.race([pending, silence.promise]);
  } finally {
    clearTimeout(timer);
  }
}
