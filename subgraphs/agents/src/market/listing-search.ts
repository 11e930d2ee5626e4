import { reciprocalRankFusion } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { type Logger, PlatformError } from '@aether/common/service';
import type { ListingSearchStore, RankedListing } from '../db/listing-search-store.ts';
import type { EmbeddingClient } from '../embedding-client.ts';
import { LISTING_MODEL, listingSpace } from './listing-space.ts';

export interface ListingSearchCall {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Listings that each ranking brings. */
const DEPTH = 200;
/** Longest wait for the vector of a search, in milliseconds; after that it goes on by words. */
const EMBEDDING_TIMEOUT_MS = 3_000;
/** A cosine below this says nothing with `builtin/embed`: unrelated sentences come to about 0.2. */
const LEAST_COSINE = 0.3;
/** So far below the best one a listing is about something else. */
const COSINE_MARGIN = 0.2;

/** Searches the marketplace by words and by meaning, merged by rank. */
export class ListingSearch {
  readonly #store: ListingSearchStore;
  readonly #embeddings: EmbeddingClient;
  readonly #logger: Logger;

  constructor(parts: {
    readonly store: ListingSearchStore;
    readonly embeddings: EmbeddingClient;
    readonly logger: Logger;
  }) {
    this.#store = parts.store;
    this.#embeddings = parts.embeddings;
    this.#logger = parts.logger;
  }

  /** Nearness of each listing that has to do with the text, greater = nearer. */
  async rank(text: string, call: ListingSearchCall): Promise<ReadonlyMap<string, number>> {
    const [words, meaning] = await Promise.all([
      this.#store.byWords(call.viewer, text, DEPTH),
      this.#byMeaning(text, call),
    ]);
    const fused = reciprocalRankFusion([words, meaning].map((ranking) => ranking.map(({ id }) => id)));
    return new Map(fused.map(({ id, score }) => [id, score]));
  }

  async #byMeaning(text: string, call: ListingSearchCall): Promise<readonly RankedListing[]> {
    const timeout = AbortSignal.timeout(EMBEDDING_TIMEOUT_MS);
    try {
      const signal = AbortSignal.any([call.signal, timeout]);
      const vector = await this.#embeddings.embed({ ...call, model: LISTING_MODEL, text, signal });
      const hits = await this.#store.byMeaning(call.viewer, listingSpace(vector.length), vector, DEPTH);
      const least = Math.max(LEAST_COSINE, (hits[0]?.score ?? 0) - COSINE_MARGIN);
      return hits.filter(({ score }) => score >= least);
    } catch (error) {
      call.signal.throwIfAborted();
      if (!timeout.aborted && !(error instanceof PlatformError)) throw error;
      this.#logger.warn(
        { err: error, requestId: call.requestId },
        'a search of the marketplace goes on without the vector of its words',
      );
      return [];
    }
  }
}
