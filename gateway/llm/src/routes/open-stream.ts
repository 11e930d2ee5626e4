import { type ChatChunk, isVisible } from '../wire/chat-completion.ts';

/** A stream whose first visible chunk has come: from here on it is the answer, whatever happens. */
export interface OpenStream {
  readonly head: readonly ChatChunk[];
  readonly rest: AsyncIterator<ChatChunk>;
  /** Resolves when it was read to its end, or left. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** Reads until something visible comes, so that a vendor that fails before it can be tried again or replaced. */
export async function openStream(chunks: AsyncIterable<ChatChunk>, signal: AbortSignal): Promise<OpenStream> {
  const rest = chunks[Symbol.asyncIterator]();
  const head: ChatChunk[] = [];
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    head.push(next.value);
    if (isVisible(next.value)) break;
  }
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  // A stream that nobody begins to read has no other end.
  signal.addEventListener('abort', () => end(), { once: true });
  return { head, rest, ended, end };
}

/** All chunks of an open stream. Leaving the loop ends the vendor's stream too. */
export async function* chunksOf({ head, rest, end }: OpenStream): AsyncGenerator<ChatChunk> {
  try {
    yield* head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    end();
    await rest.return?.();
  }
}
