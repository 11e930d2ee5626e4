export interface MapStreamOptions<Input, Output> {
  readonly map: (value: Input) => Output | Promise<Output>;
  /** A failure of the source as a last value; absent = it is thrown to the reader. */
  readonly onError?: (error: unknown) => Output;
  /** Called once: the source ended or failed, or the reader left. Abort here what the source waits for. */
  readonly onEnd?: () => void;
}

/**
 * Maps a stream one value at a time. Not an async generator on purpose: `return()` of a generator that waits for its next value is
 * queued until that value comes, so a reader that leaves a quiet stream would hold it open for ever. Here `return()` ends at once,
 * also for a `next()` that is under way.
 */
export function mapStream<Input, Output>(
  source: AsyncIterator<Input>,
  options: MapStreamOptions<Input, Output>,
): AsyncIterableIterator<Output> {
  const left = Promise.withResolvers<{ done: true; value: undefined }>();
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    options.onEnd?.();
  };
  const step = async (): Promise<IteratorResult<Output, undefined>> => {
    try {
      const next = await source.next();
      if (!next.done) return { done: false, value: await options.map(next.value) };
      end();
      return { done: true, value: undefined };
    } catch (error) {
      if (ended) return { done: true, value: undefined };
      end();
      if (options.onError === undefined) throw error;
      return { done: false, value: options.onError(error) };
    }
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => (ended ? { done: true, value: undefined } : Promise.race([step(), left.promise])),
    async return() {
      const first = !ended;
      end();
      // Only here: a failure of the source must not lose the race against its own end.
      left.resolve({ done: true, value: undefined });
      // Not awaited: a source that waits answers only when it is woken. Its failure has no reader any more.
      if (first) void source.return?.()?.then(undefined, () => {});
      return { done: true, value: undefined };
    },
  };
}
