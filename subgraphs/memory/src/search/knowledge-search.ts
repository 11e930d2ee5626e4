import { rankScore, reciprocalRankFusion } from '@aether/common/graph';
import { type Clock, type Logger, PlatformError } from '@aether/common/service';
import { readerOf } from '../db/access.ts';
import type { RankedPassage, SearchStore, SearchedNotebook } from '../db/search-store.ts';
import type { EmbeddingClient } from '../embeddings/embedding-client.ts';
import { type EmbeddingSpace, spaceOf } from '../embeddings/embedding-space.ts';
import { EmbeddingFailedError } from '../errors.ts';
import { highlightsOf } from './highlights.ts';
import { keywordQuery } from './keyword-query.ts';
import type { FoundPassage, FoundPassages, SearchRequest } from './search-request.ts';
import { EXACT_LIMIT, vectorPlan } from './vector-plan.ts';

export interface KnowledgeSearchParts {
  readonly store: SearchStore;
  readonly embeddings: EmbeddingClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Ids that each ranking brings for one hit wanted: fusion promotes what stands low in both. */
const DEPTH = 3;

interface Ranking {
  readonly hits: readonly RankedPassage[];
  /** False = this part was not reachable in time. */
  readonly complete: boolean;
}

const NOTHING: Ranking = { hits: [], complete: true };

/** Notebooks whose vectors can be searched together. */
function bySpace(
  notebooks: readonly SearchedNotebook[],
): readonly { model: string; space: EmbeddingSpace; notebooks: readonly SearchedNotebook[] }[] {
  const groups = Map.groupBy(
    notebooks.filter((notebook) => notebook.space !== null && notebook.passageCount > 0),
    (notebook) => JSON.stringify([notebook.model, notebook.space]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined || first.space === null
      ? []
      : [{ model: first.model, space: spaceOf(first.space), notebooks: group }];
  });
}

/** Searches what a viewer may read: by words, by meaning, or both merged by rank. */
export class KnowledgeSearch {
  readonly #parts: KnowledgeSearchParts;

  constructor(parts: KnowledgeSearchParts) {
    this.#parts = parts;
  }

  async search(request: SearchRequest): Promise<FoundPassages> {
    const { clock, store } = this.#parts;
    const startedMs = clock.monotonicMs();
    const { tenantId } = request.viewer;
    const notebooks = await store.notebooks(tenantId, readerOf(request.viewer), request.notebookIds);
    const [keyword, ...vector] = await Promise.all([
      request.mode === 'VECTOR' ? NOTHING : this.#byKeyword(request, notebooks),
      ...(request.mode === 'KEYWORD' ? [] : bySpace(notebooks).map((group) => this.#byVector(request, group))),
    ]);
    const hits = await this.#fused(request, keyword, vector);
    return {
      hits,
      mode: request.mode,
      durationMs: clock.monotonicMs() - startedMs,
      partial: vector.some((ranking) => !ranking.complete),
    };
  }

  async #byKeyword(request: SearchRequest, notebooks: readonly SearchedNotebook[]): Promise<Ranking> {
    const { tenantId } = request.viewer;
    const notebookIds = notebooks.map(({ id }) => id);
    const query = keywordQuery(request.query, { tenantId, notebookIds });
    if (query === null || notebookIds.length === 0) return NOTHING;
    const scope = { tenantId, reader: readerOf(request.viewer), notebookIds };
    return { hits: await this.#parts.store.byKeyword(scope, query, request.first * DEPTH), complete: true };
  }

  async #byVector(
    request: SearchRequest,
    group: { model: string; space: EmbeddingSpace; notebooks: readonly SearchedNotebook[] },
  ): Promise<Ranking> {
    const { store } = this.#parts;
    const { space } = group;
    const [vector, total] = await Promise.all([this.#vectorOf(request, group.model, space), store.totalPassages()]);
    if (vector === null) return { hits: [], complete: false };
    const scope = {
      tenantId: request.viewer.tenantId,
      reader: readerOf(request.viewer),
      notebookIds: group.notebooks.map(({ id }) => id),
    };
    const candidates = group.notebooks.reduce((sum, notebook) => sum + notebook.passageCount, 0);
    const wanted = request.first * DEPTH;
    const plan = vectorPlan(wanted, candidates, total);
    if (plan.kind === 'index') {
      const hits = await store.byVectorIndex(scope, space, vector, plan.k, wanted);
      // The neighbours of others were nearer than expected: look through our own ones, where they are few enough.
      if (hits.length >= wanted || candidates > EXACT_LIMIT) return { hits, complete: true };
    }
    return { hits: await store.byVectorExactly(scope, space, vector, wanted), complete: true };
  }

  /** Null = not reachable in time, or of no use; the search goes on by keyword. */
  async #vectorOf(request: SearchRequest, model: string, space: EmbeddingSpace): Promise<readonly number[] | null> {
    const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(request.timeoutMs)));
    try {
      const signal = AbortSignal.any([request.signal, timeout]);
      const [vector] = await this.#parts.embeddings.embed({
        model,
        texts: [request.query],
        viewer: request.viewer,
        requestId: request.requestId,
        signal,
      });
      if (vector?.length === space.dimensions) return vector;
      throw new EmbeddingFailedError(model, `${vector?.length ?? 0} components instead of ${space.dimensions}`);
    } catch (error) {
      request.signal.throwIfAborted();
      if (!timeout.aborted && !(error instanceof PlatformError)) throw error;
      this.#parts.logger.warn(
        { err: error, model, requestId: request.requestId },
        'a search goes on without the vector of its query',
      );
      return null;
    }
  }

  async #fused(request: SearchRequest, keyword: Ranking, vector: readonly Ranking[]): Promise<readonly FoundPassage[]> {
    const vectorScores = new Map(vector.flatMap(({ hits }) => hits.map(({ id, score }) => [id, score] as const)));
    // Scores of two spaces cannot be compared, ranks can.
    const byVector = reciprocalRankFusion(vector.map(({ hits }) => hits.map(({ id }) => id))).map(({ id }) => id);
    const byKeyword = keyword.hits.map(({ id }) => id);
    const rankings = [
      ...(request.mode === 'VECTOR' ? [] : [byKeyword]),
      ...(vector.some(({ complete }) => complete) ? [byVector] : []),
    ];
    const minimum = request.minimumScore ?? 0;
    const fused = reciprocalRankFusion(rankings)
      .filter(({ score }) => score >= minimum)
      .slice(0, request.first);
    const placed = await this.#parts.store.placed(
      request.viewer.tenantId,
      readerOf(request.viewer),
      fused.map(({ id }) => id),
    );
    return fused.flatMap(({ id, score }) => {
      const found = placed.get(id);
      if (found === undefined) return [];
      const keywordRank = byKeyword.indexOf(id);
      const similarity = vectorScores.get(id);
      return {
        ...found,
        score,
        // Neo4j gives (1 + cosine) / 2.
        vectorScore: similarity === undefined ? null : similarity * 2 - 1,
        // The raw score would tell how often other tenants use a word: the rank tells all that may be known.
        keywordScore: keywordRank === -1 ? null : rankScore(keywordRank + 1),
        highlights: highlightsOf(found.passage.text, request.query),
      };
    });
  }
}
