import type { Database } from '@aether/common/graph';
import { FloatValue, systemStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { EmbeddingSpace } from '../embeddings/embedding-space.ts';
import type { Reader } from './access.ts';
import { IN_AUDIENCE } from './access.ts';
import { optional } from './columns.ts';
import { documentSchema } from './document-record.ts';
import { notebookSchema } from './notebook-record.ts';
import { PASSAGE_FIELDS, passageSchema } from './passage-record.ts';

// Every statement carries tenant and audience itself; what the planner or an index gives beyond them never leaves the database.
const SCOPE = tenantStatement(
  'memory.searchable-notebooks',
  `MATCH (notebook:Notebook {tenantId: $tenantId}) WHERE ${IN_AUDIENCE} AND ($notebookIds IS NULL OR notebook.id IN $notebookIds)
   RETURN notebook.id AS id, notebook.embeddingModelSlug AS model, notebook.embeddingSpace AS space, notebook.passageCount AS passageCount`,
);
const TOTAL = systemStatement(
  'memory.count-all-passages',
  'Only a number: how far the nearest neighbours of one tenant are spread among those of all. Answered from the count store.',
  'MATCH (passage:Passage) RETURN count(passage) AS count',
);
/** Where a hit must hang: a document of a notebook that the viewer reads. A deleted document hangs nowhere. */
const PLACE = `<-[:HAS_PASSAGE]-(:Document {tenantId: $tenantId})<-[:CONTAINS]-(notebook:Notebook {tenantId: $tenantId})
   WHERE ${IN_AUDIENCE} AND notebook.id IN $notebookIds`;

const KEYWORD = tenantStatement(
  'memory.search-by-keyword',
  `CALL db.index.fulltext.queryNodes('passage_text', $query, {limit: $k}) YIELD node, score
   WITH node, score WHERE node.tenantId = $tenantId AND score > 0
   MATCH (passage:Passage {tenantId: $tenantId, id: node.id})${PLACE}
   RETURN passage.id AS id, score ORDER BY score DESC, id LIMIT $limit`,
);
const VECTOR_INDEX = tenantStatement(
  'memory.search-by-vector-index',
  `CALL db.index.vector.queryNodes($index, $k, $vector) YIELD node, score
   WITH node, score WHERE node.tenantId = $tenantId
   MATCH (passage:Passage {tenantId: $tenantId, id: node.id})${PLACE}
   RETURN passage.id AS id, score ORDER BY score DESC, id LIMIT $limit`,
);
const VECTOR_EXACT = tenantStatement(
  'memory.search-by-vector-exactly',
  `MATCH (notebook:Notebook {tenantId: $tenantId}) WHERE ${IN_AUDIENCE} AND notebook.id IN $notebookIds
   MATCH (notebook)-[:CONTAINS]->(:Document {tenantId: $tenantId})-[:HAS_PASSAGE]->(passage:Passage {tenantId: $tenantId})
   WITH passage, passage[$property] AS embedding WHERE embedding IS NOT NULL
   WITH passage, vector.similarity.cosine(embedding, $vector) AS score
   RETURN passage.id AS id, score ORDER BY score DESC, id LIMIT $limit`,
);

const HITS = tenantStatement(
  'memory.passages-of-search',
  `UNWIND $ids AS id
   MATCH (passage:Passage {tenantId: $tenantId, id: id})<-[:HAS_PASSAGE]-(document:Document {tenantId: $tenantId})<-[:CONTAINS]-(notebook:Notebook {tenantId: $tenantId})
   WHERE ${IN_AUDIENCE} RETURN ${PASSAGE_FIELDS}, document {.*} AS document, notebook {.*} AS notebook`,
);

const scopeRow = z.object({ id: z.string(), model: z.string(), space: optional(z.string()), passageCount: z.number() });
const placedRow = z.object({ passage: passageSchema, document: documentSchema, notebook: notebookSchema });
const hitRow = z.object({ id: z.string(), score: z.number() });

/** A notebook that a search covers. */
export type SearchedNotebook = Readonly<z.infer<typeof scopeRow>>;

/** An id with the score of one ranking, the best first. */
export type RankedPassage = Readonly<z.infer<typeof hitRow>>;

/** A passage with where it stands: what an answer shows of a hit, read at once. */
export type PlacedPassage = Readonly<z.infer<typeof placedRow>>;

interface Scope {
  readonly tenantId: string;
  readonly reader: Reader;
  readonly notebookIds: readonly string[];
}

/** The rankings that a search is made of. */
export class SearchStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Of the named notebooks (null = all) those that the reader may search. */
  async notebooks(
    tenantId: string,
    reader: Reader,
    notebookIds: readonly string[] | null,
  ): Promise<readonly SearchedNotebook[]> {
    return this.#database.tenant(tenantId).read(SCOPE, { ...reader, notebookIds }, scopeRow);
  }

  async totalPassages(): Promise<number> {
    const rows = await this.#database.read(TOTAL, {}, z.object({ count: z.number() }));
    return rows[0]?.count ?? 0;
  }

  /** @param query Lucene, made by `keywordQuery` */
  async byKeyword(scope: Scope, query: string, limit: number): Promise<readonly RankedPassage[]> {
    // The filter stands in the query itself; the margin is for deleted documents that the sweeper has not reached.
    return this.#database
      .tenant(scope.tenantId)
      .read(KEYWORD, { ...parametersOf(scope), query, k: limit * 2, limit }, hitRow);
  }

  /** @param k neighbours asked of the index, before tenant and audience are applied */
  async byVectorIndex(
    scope: Scope,
    space: EmbeddingSpace,
    vector: readonly number[],
    k: number,
    limit: number,
  ): Promise<readonly RankedPassage[]> {
    const parameters = { ...parametersOf(scope), index: space.index, vector: new FloatValue(vector), k, limit };
    return this.#database.tenant(scope.tenantId).read(VECTOR_INDEX, parameters, hitRow);
  }

  async byVectorExactly(
    scope: Scope,
    space: EmbeddingSpace,
    vector: readonly number[],
    limit: number,
  ): Promise<readonly RankedPassage[]> {
    const parameters = { ...parametersOf(scope), property: space.property, vector: new FloatValue(vector), limit };
    return this.#database.tenant(scope.tenantId).read(VECTOR_EXACT, parameters, hitRow);
  }

  /** By id; what was deleted since the ranking is absent. */
  async placed(tenantId: string, reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, PlacedPassage>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#database.tenant(tenantId).read(HITS, { ...reader, ids }, placedRow);
    return new Map(rows.map((row) => [row.passage.id, row]));
  }
}

function parametersOf(scope: Scope): Record<string, unknown> {
  return { ...scope.reader, notebookIds: scope.notebookIds };
}
