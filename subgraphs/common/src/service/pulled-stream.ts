/**
 * A web stream that takes the next piece when its reader wants it. Not `ReadableStream.from`: a reader that leaves while nothing comes would wait
 * for the next piece there.
 * @param cancel frees what the pieces come from; called when the reader leaves, also before the first read
 */
export function pulledStream(pieces: AsyncIterable<Uint8Array>, cancel: () => void): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
}
