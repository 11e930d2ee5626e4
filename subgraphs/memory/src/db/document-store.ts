import type { Database, TenantTransaction } from '@aether/common/graph';
import { tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import type { DocumentStatus } from '../document-status.ts';
import type { Reader } from './access.ts';
import { REACHABLE } from './access.ts';
import { countRow } from './columns.ts';
import { type DocumentRecord, documentRow } from './document-record.ts';

const BY_IDS = tenantStatement(
  'memory.documents-by-id',
  `UNWIND $ids AS id
   MATCH (document:Document {tenantId: $tenantId, id: id})<-[:CONTAINS]-(notebook:Notebook {tenantId: $tenantId}) WHERE ${REACHABLE}
   RETURN document {.*} AS document`,
);
const BY_BYTES = tenantStatement(
  'memory.document-by-bytes',
  'MATCH (document:Document {tenantId: $tenantId, notebookId: $notebookId, sha256: $sha256}) RETURN document {.*} AS document',
);
const LIST = tenantStatement(
  'memory.list-documents',
  `MATCH (notebook:Notebook {tenantId: $tenantId, id: $notebookId})-[:CONTAINS]->(document:Document {tenantId: $tenantId})
   WHERE ${REACHABLE} AND ($search IS NULL OR toLower(document.title) CONTAINS $search)
     AND ($statuses IS NULL OR document.status IN $statuses)
     AND ($afterCreatedAt IS NULL OR document.createdAt < $afterCreatedAt OR (document.createdAt = $afterCreatedAt AND document.id < $afterId))
   RETURN document {.*} AS document ORDER BY document.createdAt DESC, document.id DESC LIMIT $limit`,
);
const RECENT = tenantStatement(
  'memory.recent-documents',
  `MATCH (:Notebook {tenantId: $tenantId, id: $notebookId})-[:CONTAINS]->(document:Document {tenantId: $tenantId})
   WHERE document.updatedAt >= $since OR NOT document.status IN ['READY', 'FAILED']
   RETURN document.id AS id ORDER BY document.updatedAt DESC LIMIT 500`,
);
const CREATE = tenantStatement(
  'memory.create-document',
  `MATCH (notebook:Notebook {tenantId: $tenantId, id: $notebookId})
   CREATE (notebook)-[:CONTAINS]->(document:Document {tenantId: $tenantId, id: $id})
   SET document += $properties, document.fence = 0, document.attempts = 0, document.queue = $queue, document.dueAtMs = datetime.realtime().epochMillis,
     notebook.documentCount = notebook.documentCount + 1
   RETURN document {.*} AS document`,
);
// The fence moves: a worker that still holds the document finds that it lost it.
const REPROCESS = tenantStatement(
  'memory.reprocess-document',
  `MATCH (document:Document {tenantId: $tenantId, id: $id}) SET document.updatedAt = $now
   WITH document WHERE document.status IN ['READY', 'FAILED']
   SET document.status = 'QUEUED', document.progress = 0.0, document.generation = document.generation + 1, document.fence = document.fence + 1,
     document.attempts = 0, document.dueAtMs = datetime.realtime().epochMillis
   REMOVE document.errorCode, document.errorMessage, document.errorStage, document.errorRetryable, document.errorHint, document.claimedBy
   RETURN document {.*} AS document`,
);
// A deleted document is out of its notebook at once, so no read finds it; a worker then removes its passages, its blobs and the node.
const LEAVE = `DELETE contained
   SET document.deletedAt = $now, document.fence = document.fence + 1, document.attempts = 0, document.dueAtMs = datetime.realtime().epochMillis
   REMOVE document.sha256`;
const DELETE = tenantStatement(
  'memory.delete-document',
  `MATCH (notebook:Notebook {tenantId: $tenantId})-[contained:CONTAINS]->(document:Document {tenantId: $tenantId, id: $id})
   SET notebook.documentCount = notebook.documentCount - 1, notebook.passageCount = notebook.passageCount - document.passageCount
   ${LEAVE} RETURN count(*) AS count`,
);
const DELETE_ALL = tenantStatement(
  'memory.delete-documents-of-notebook',
  `MATCH (notebook:Notebook {tenantId: $tenantId, id: $notebookId})-[contained:CONTAINS]->(document:Document {tenantId: $tenantId})
   ${LEAVE} RETURN count(*) AS count`,
);

export interface DocumentListFilter {
  readonly search: string | null;
  readonly statuses: readonly DocumentStatus[] | null;
}

/** Documents as people see them; the way through the stages is in ingestion-store.ts. */
export class DocumentStore {
  readonly #database: Database;
  readonly #queue: string;

  /** @param queue where documents wait for ingestion */
  constructor(database: Database, queue: string) {
    this.#database = database;
    this.#queue = queue;
  }

  /** In the order of the ids; null = unknown, or in a notebook that the reader cannot see. */
  async byIds(tenantId: string, reader: Reader, ids: readonly string[]): Promise<readonly (DocumentRecord | null)[]> {
    const rows = await this.#database.tenant(tenantId).read(BY_IDS, { ...reader, ids }, documentRow);
    const found = new Map(rows.map(({ document }) => [document.id, document]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** The document with these bytes; the caller has checked the notebook. */
  async byBytes(tenantId: string, notebookId: string, sha256: string): Promise<DocumentRecord | null> {
    const rows = await this.#database.tenant(tenantId).read(BY_BYTES, { notebookId, sha256 }, documentRow);
    return rows[0]?.document ?? null;
  }

  async byBytesIn(transaction: TenantTransaction, notebookId: string, sha256: string): Promise<DocumentRecord | null> {
    const rows = await transaction.run(BY_BYTES, { notebookId, sha256 }, documentRow);
    return rows[0]?.document ?? null;
  }

  /** Newest first, one more than asked for. */
  async list(
    tenantId: string,
    reader: Reader,
    notebookId: string,
    filter: DocumentListFilter,
    page: PageRequest,
  ): Promise<readonly DocumentRecord[]> {
    const [afterCreatedAt = null, afterId = null] = page.after ?? [];
    const parameters = { ...reader, ...filter, notebookId, afterCreatedAt, afterId, limit: page.first + 1 };
    const rows = await this.#database.tenant(tenantId).read(LIST, parameters, documentRow);
    return rows.map(({ document }) => document);
  }

  /** Documents that are under way or have changed since an instant; the caller has checked the notebook. */
  async recentIds(tenantId: string, notebookId: string, since: string): Promise<readonly string[]> {
    const rows = await this.#database
      .tenant(tenantId)
      .read(RECENT, { notebookId, since }, z.object({ id: z.string() }));
    return rows.map(({ id }) => id);
  }

  /** Queued, due at once. The notebook's lock is held. */
  async create(transaction: TenantTransaction, document: DocumentRecord): Promise<DocumentRecord> {
    const { id, ...properties } = document;
    const rows = await transaction.run(
      CREATE,
      { id, notebookId: document.notebookId, queue: this.#queue, properties },
      documentRow,
    );
    return rows[0]?.document ?? document;
  }

  /** Queued again, from the original bytes; null = it is under way. */
  async reprocess(transaction: TenantTransaction, id: string, now: string): Promise<DocumentRecord | null> {
    const rows = await transaction.run(REPROCESS, { id, now }, documentRow);
    return rows[0]?.document ?? null;
  }

  /** False = it is gone already. */
  async delete(transaction: TenantTransaction, id: string, now: string): Promise<boolean> {
    const rows = await transaction.run(DELETE, { id, now }, countRow);
    return (rows[0]?.count ?? 0) > 0;
  }

  /** Answers how many there were. */
  async deleteAll(transaction: TenantTransaction, notebookId: string, now: string): Promise<number> {
    const rows = await transaction.run(DELETE_ALL, { notebookId, now }, countRow);
    return rows[0]?.count ?? 0;
  }
}
