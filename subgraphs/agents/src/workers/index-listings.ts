import { createHash } from 'node:crypto';
import { type Database, OutboxConsumer, type StoredDomainEvent } from '@aether/common/graph';
import { serviceViewer } from '@aether/common/security';
import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { z } from 'zod';
import type { ListingSearchStore } from '../db/listing-search-store.ts';
import type { EmbeddingClient } from '../embedding-client.ts';
import { EmbeddingFailedError } from '../models/errors.ts';
import { LISTING_MODEL, listingSpace } from '../market/listing-space.ts';
import { searchTextOf } from '../market/listing.ts';

const ofAgent = z.object({ agentId: z.string() });
export interface ListingIndexParts {
  readonly database: Database;
  readonly streams: Streams;
  readonly logger: Logger;
  readonly store: ListingSearchStore;
  readonly embeddings: EmbeddingClient;
}

/**
 * Keeps what the search of the marketplace reads: the text of each listing and its vector. While the embedding model is away, listings
 * are found by their words, and the cursor waits here.
 */
export function indexListings(parts: ListingIndexParts): AsyncDisposable & { start(): void } {
  const { database, streams, logger } = parts;
  const stop = new AbortController();
  const consumer = new OutboxConsumer({
    database,
    streams,
    logger,
    consumer: 'agents.listing-index',
    types: ['aether.listing.published', 'aether.agent.updated'],
    handle: async (events) => {
      for (const [tenantId, agentIds] of agentsByTenant(events)) await write(parts, tenantId, agentIds, stop.signal);
    },
  });
  return {
    start: () => consumer.start(),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await consumer[Symbol.asyncDispose]();
    },
  };
}

function agentsByTenant(events: readonly StoredDomainEvent[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...Map.groupBy(events, ({ tenantId }) => tenantId)].map(([tenantId, group]) => [
      tenantId,
      [...new Set(group.map(({ data }) => ofAgent.parse(data).agentId))],
    ]),
  );
}

async function write(
  { store, embeddings, logger }: ListingIndexParts,
  tenantId: string,
  agentIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const changed = (await store.texts(tenantId, agentIds)).flatMap((listing) => {
    const text = searchTextOf(listing, listing);
    const hash = createHash('sha256').update(text).digest('hex');
    return hash === listing.textHash ? [] : [{ id: listing.id, text, hash }];
  });
  // All texts before the first vector: words are found even when no vector can be made.
  for (const { id, text } of changed) await store.writeText(tenantId, id, text);
  for (const { id, text, hash } of changed) {
    const viewer = serviceViewer(tenantId);
    try {
      const vector = await embeddings.embed({ model: LISTING_MODEL, text, viewer, requestId: id, signal });
      await store.writeVector(tenantId, id, { space: listingSpace(vector.length), vector, hash });
    } catch (error) {
      // One tenant that has disabled the model must not hold up the others: its listings are found by their words.
      if (!(error instanceof EmbeddingFailedError)) throw error;
      logger.warn({ err: error, listingId: id }, 'a listing has no vector');
    }
  }
}
