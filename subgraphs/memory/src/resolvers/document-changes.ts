import type { Streams } from '@aether/common/streams';
import type { DocumentRecord } from '../db/document-record.ts';

export interface DocumentChangesOptions {
  readonly streams: Streams;
  readonly channel: string;
  /** Documents to begin with: what changed between the client's reading of the list and now. */
  readonly recent: () => Promise<readonly string[]>;
  /** Newest states in the order of the ids; null = deleted, or no longer visible. */
  readonly load: (ids: readonly string[]) => Promise<readonly (DocumentRecord | null)[]>;
  readonly signal: AbortSignal;
}

/**
 * Changes of documents as they come, each with the newest state. While the reader is busy, changes of one document become one: a slow
 * reader skips states, it never falls behind and nothing piles up.
 */
export async function* documentChanges(
  options: DocumentChangesOptions,
): AsyncGenerator<{ id: string; document: DocumentRecord | null }, void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const changed = new Set<string>();
  const seen = new Set<string>();
  let news = Promise.withResolvers<void>();
  const ring = (): void => news.resolve();
  // After a gap in the bus, what was seen before may have changed unheard.
  const onGap = (): void => {
    for (const id of seen) changed.add(id);
    ring();
  };
  const messages = options.streams.subscribe(options.channel, { signal, onGap });
  const collecting = (async () => {
    for await (const message of messages) {
      if (typeof message !== 'string') continue;
      changed.add(message);
      ring();
    }
  })();
  collecting.then(ring, ring);
  signal.addEventListener('abort', ring, { once: true });
  try {
    // Attached first, then read: a change in between is seen twice rather than never.
    for (const id of await options.recent()) changed.add(id);
    ring();
    while (!signal.aborted) {
      await news.promise;
      news = Promise.withResolvers<void>();
      const ids = [...changed];
      changed.clear();
      const documents = ids.length === 0 ? [] : await options.load(ids);
      for (const [index, id] of ids.entries()) {
        seen.add(id);
        yield { id, document: documents[index] ?? null };
      }
    }
  } finally {
    stop.abort();
    await collecting;
  }
}
