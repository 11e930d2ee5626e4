import type { Streams } from '@aether/common/streams';

/** Changes of one object within this time are one. */
const COALESCE_MS = 150;

export interface CoalesceOptions {
  readonly signal: AbortSignal;
  /** Objects that may wait for a slow reader. */
  readonly limit: number;
  readonly overflow: () => Error;
}

/**
 * Messages about objects as batches: ids that changed, and whether each is new. Collects while the reader works on a batch.
 * @throws the error of `overflow` when too many wait
 */
export async function* coalescedIds(
  streams: Streams,
  channel: string,
  read: (message: unknown) => { readonly id: string; readonly isNew: boolean } | null,
  { signal, limit, overflow }: CoalesceOptions,
): AsyncGenerator<ReadonlyMap<string, boolean>, void> {
  const waiting = new Map<string, boolean>();
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let wake = Promise.withResolvers<void>();
  let failure: unknown = null;

  const messages = streams.subscribe(channel, { signal: ended });
  const pump = (async () => {
    for await (const message of messages) {
      const changed = read(message);
      if (changed === null) continue;
      waiting.set(changed.id, (waiting.get(changed.id) ?? false) || changed.isNew);
      if (waiting.size > limit) throw overflow();
      wake.resolve();
    }
  })()
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => wake.resolve());

  try {
    while (!ended.aborted) {
      await wake.promise;
      if (failure !== null) throw failure;
      await pause(COALESCE_MS, ended);
      wake = Promise.withResolvers();
      const batch = new Map(waiting);
      waiting.clear();
      if (batch.size > 0) yield batch;
    }
  } finally {
    stop.abort();
    await pump;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const end = (): void => {
    clearTimeout(timer);
    resolve();
  };
  signal.addEventListener('abort', end, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', end));
}
