import type { Database, TenantTransaction } from '@aether/common/graph';
import { FloatValue, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import type { EmbeddingSpace } from '../embeddings/embedding-space.ts';
import type { Reader } from './access.ts';
import { REACHABLE } from './access.ts';
import { countRow } from './columns.ts';
import { PASSAGE_FIELDS, type PassageRecord, passageRow } from './passage-record.ts';

const BY_IDS = tenantStatement(
  'memory.passages-by-id',
  `UNWIND $ids AS id
   MATCH (passage:Passage {tenantId: $tenantId, id: id})<-[:HAS_PASSAGE]-(:Document {tenantId: $tenantId})<-[:CONTAINS]-(notebook:Notebook {tenantId: $tenantId})
   WHERE ${REACHABLE} RETURN ${PASSAGE_FIELDS}`,
);
const LIST = tenantStatement(
  'memory.list-passages',
  `MATCH (passage:Passage {tenantId: $tenantId, documentId: $documentId}) WHERE passage.position > $afterPosition
   RETURN ${PASSAGE_FIELDS} ORDER BY passage.position LIMIT $limit`,
);
const PUT = tenantStatement(
  'memory.put-passages',
  `MATCH (document:Document {tenantId: $tenantId, id: $documentId})
   UNWIND $rows AS row
   MERGE (passage:Passage {tenantId: $tenantId, id: row.id})
   SET passage += row.properties, passage.generation = $generation
   MERGE (document)-[:HAS_PASSAGE]->(passage)
   RETURN count(*) AS count`,
);
const DELETE_OLDER = tenantStatement(
  'memory.delete-older-passages',
  `MATCH (passage:Passage {tenantId: $tenantId, documentId: $documentId}) WHERE passage.generation < $generation
   WITH passage LIMIT $limit DETACH DELETE passage RETURN count(*) AS count`,
);
const COUNT = tenantStatement(
  'memory.count-passages',
  `MATCH (document:Document {tenantId: $tenantId, id: $documentId})
   OPTIONAL MATCH (notebook:Notebook {tenantId: $tenantId, id: document.notebookId})
   SET notebook.passageCount = notebook.passageCount + $count - document.passageCount, document.passageCount = $count
   RETURN document.passageCount AS count`,
);
const COUNT_OF = tenantStatement(
  'memory.count-passages-of-document',
  'MATCH (document:Document {tenantId: $tenantId, id: $documentId}) RETURN document.passageCount AS count',
);
const WITHOUT_VECTOR = tenantStatement(
  'memory.passages-without-vector',
  `MATCH (passage:Passage {tenantId: $tenantId, documentId: $documentId}) WHERE passage.position >= $position AND passage[$property] IS NULL
   RETURN ${PASSAGE_FIELDS} ORDER BY passage.position LIMIT $limit`,
);
// The procedure keeps 32-bit components: half the bytes of a list of floats, and half the time to compare.
const PUT_VECTORS = tenantStatement(
  'memory.put-passage-vectors',
  `UNWIND $rows AS row MATCH (passage:Passage {tenantId: $tenantId, id: row.id})
   CALL db.create.setNodeVectorProperty(passage, $property, row.vector)
   RETURN count(*) AS count`,
);
const SET_SPACE = tenantStatement(
  'memory.set-embedding-space',
  `MATCH (notebook:Notebook {tenantId: $tenantId, id: $notebookId}) WHERE coalesce(notebook.embeddingSpace, '') <> $space
   SET notebook.embeddingSpace = $space RETURN count(*) AS count`,
);

/** Passages and their vectors. */
export class PassageStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In the order of the ids; null = unknown, or in a notebook that the reader cannot see. */
  async byIds(tenantId: string, reader: Reader, ids: readonly string[]): Promise<readonly (PassageRecord | null)[]> {
    const rows = await this.#database.tenant(tenantId).read(BY_IDS, { ...reader, ids }, passageRow);
    const found = new Map(rows.map(({ passage }) => [passage.id, passage]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** In reading order, one more than asked for; the caller has checked the document. */
  async list(tenantId: string, documentId: string, page: PageRequest): Promise<readonly PassageRecord[]> {
    const afterPosition = page.after?.[0] ?? -1;
    const rows = await this.#database
      .tenant(tenantId)
      .read(LIST, { documentId, afterPosition, limit: page.first + 1 }, passageRow);
    return rows.map(({ passage }) => passage);
  }

  /** Writes passages of one processing; writing the same ones again changes nothing. */
  async put(
    transaction: TenantTransaction,
    documentId: string,
    generation: number,
    passages: readonly PassageRecord[],
  ): Promise<void> {
    const rows = passages.map(({ id, ...properties }) => ({ id, properties }));
    await transaction.run(PUT, { documentId, generation, rows }, countRow);
  }

  /** Removes what earlier processings left, in portions. */
  async deleteOlder(tenantId: string, documentId: string, generation: number): Promise<void> {
    const limit = 1_000;
    for (;;) {
      const rows = await this.#database
        .tenant(tenantId)
        .write(DELETE_OLDER, { documentId, generation, limit }, countRow);
      if ((rows[0]?.count ?? 0) < limit) return;
    }
  }

  /** Brings the counts of document and notebook in line. */
  async count(transaction: TenantTransaction, documentId: string, count: number): Promise<void> {
    await transaction.run(COUNT, { documentId, count }, countRow);
  }

  async countOf(tenantId: string, documentId: string): Promise<number> {
    const rows = await this.#database.tenant(tenantId).read(COUNT_OF, { documentId }, countRow);
    return rows[0]?.count ?? 0;
  }

  /** In reading order from a position on; no space = none has a vector yet. */
  async withoutVector(
    tenantId: string,
    options: { documentId: string; position: number; space: EmbeddingSpace | null; limit: number },
  ): Promise<readonly PassageRecord[]> {
    const { documentId, position, space, limit } = options;
    const rows = await this.#database
      .tenant(tenantId)
      .read(WITHOUT_VECTOR, { documentId, position, property: space?.property ?? 'embedding', limit }, passageRow);
    return rows.map(({ passage }) => passage);
  }

  async putVectors(
    transaction: TenantTransaction,
    space: EmbeddingSpace,
    vectors: readonly { id: string; vector: readonly number[] }[],
  ): Promise<void> {
    const rows = vectors.map(({ id, vector }) => ({ id, vector: new FloatValue(vector) }));
    await transaction.run(PUT_VECTORS, { rows, property: space.property }, countRow);
  }

  /** The space that searches of this notebook use from now on. */
  async setSpace(transaction: TenantTransaction, notebookId: string, space: EmbeddingSpace): Promise<void> {
    await transaction.run(SET_SPACE, { notebookId, space: space.name }, z.object({ count: z.number() }));
  }
}
