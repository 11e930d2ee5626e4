import { type ChatChunk, isVisible } from '../wire/chat-completion.ts';

/** A stream whose first visible chunk has come: from here on it is the answer, whatever happens. */
export interface OpenStream {
  readonly head: readonly ChatChunk[];
  readonly rest: AsyncIterator<ChatChunk>;
}

/** Reads until something visible comes, so that a vendor that fails before it can be tried again or replaced. */
export async function openStream(chunks: AsyncIterable<ChatChunk>): Promise<OpenStream> {
  const rest = chunks[Symbol.asyncIterator]();
  const head: ChatChunk[] = [];
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    head.push(next.value);
    if (isVisible(next.value)) break;
  }
  return { head, rest };
}

/** All chunks of an open stream. Leaving the loop ends the vendor's stream too. */
export async function* chunksOf({ head, rest }: OpenStream): AsyncGenerator<ChatChunk> {
  try {
    yield* head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
