import type { StreamEnd } from '../health/provider-calls.ts';
import { type ChatChunk, isVisible } from '../wire/chat-completion.ts';

/** A stream whose first visible chunk has come: from here on it is the answer, whatever happens. */
export interface OpenStream {
  readonly head: readonly ChatChunk[];
  readonly rest: AsyncIterator<ChatChunk>;
  /** Resolves when it was read to its end, failed, or was left. */
  readonly ended: Promise<StreamEnd>;
  readonly end: (how: StreamEnd) => void;
}

const LEFT: StreamEnd = { isWhole: false, error: null };

/** Reads until something visible comes, so that a vendor that fails before it can be tried again or replaced. */
export async function openStream(chunks: AsyncIterable<ChatChunk>, signal: AbortSignal): Promise<OpenStream> {
  const rest = chunks[Symbol.asyncIterator]();
  const head: ChatChunk[] = [];
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    head.push(next.value);
    if (isVisible(next.value)) break;
  }
  const { promise: ended, resolve: end } = Promise.withResolvers<StreamEnd>();
  // A stream that nobody begins to read has no other end.
  signal.addEventListener('abort', () => end(LEFT), { once: true });
  return { head, rest, ended, end };
}

/** All chunks of an open stream. Leaving the loop ends the vendor's stream too. */
export async function* chunksOf({ head, rest, end }: OpenStream): AsyncGenerator<ChatChunk> {
  try {
    yield* head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    end({ isWhole: true, error: null });
  } catch (error) {
    end({ isWhole: false, error });
    throw error;
  } finally {
    // Its first word counts: here, that the reader left.
    end(LEFT);
    await rest.return?.();
  }
}
