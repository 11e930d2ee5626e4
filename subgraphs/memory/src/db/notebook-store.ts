import type { Database, TenantTransaction } from '@aether/common/graph';
import { isConstraintViolation, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import { SlugTakenError } from '../errors.ts';
import type { Reader } from './access.ts';
import { IN_AUDIENCE, REACHABLE } from './access.ts';
import { type GrantRecord, type NotebookRecord, grantRow, notebookRow } from './notebook-record.ts';

const CREATE = tenantStatement(
  'memory.create-notebook',
  'CREATE (notebook:Notebook {tenantId: $tenantId, id: $id}) SET notebook += $properties RETURN notebook {.*} AS notebook',
);
const BY_IDS = tenantStatement(
  'memory.notebooks-by-id',
  `UNWIND $ids AS id MATCH (notebook:Notebook {tenantId: $tenantId, id: id}) WHERE ${REACHABLE} RETURN notebook {.*} AS notebook`,
);
const BY_SLUG = tenantStatement(
  'memory.notebook-by-slug',
  `MATCH (notebook:Notebook {tenantId: $tenantId, slug: $slug}) WHERE ${IN_AUDIENCE} RETURN notebook {.*} AS notebook`,
);
const LIST = tenantStatement(
  'memory.list-notebooks',
  `MATCH (notebook:Notebook {tenantId: $tenantId}) WHERE ${IN_AUDIENCE}
     AND ($search IS NULL OR toLower(notebook.name) CONTAINS $search OR notebook.slug CONTAINS $search
       OR toLower(coalesce(notebook.description, '')) CONTAINS $search)
     AND ($domain IS NULL OR notebook.domain = $domain)
     AND (NOT $ownedOnly OR notebook.ownerId = $actorId)
     AND (NOT $writableOnly OR $manages OR notebook.ownerId = $actorId OR $actorId IN notebook.editorIds)
     AND ($afterCreatedAt IS NULL OR notebook.createdAt < $afterCreatedAt OR (notebook.createdAt = $afterCreatedAt AND notebook.id < $afterId))
   RETURN notebook {.*} AS notebook ORDER BY notebook.createdAt DESC, notebook.id DESC LIMIT $limit`,
);
// The write lock comes first: two changes of the audience at once must not lose one.
const LOCK = tenantStatement(
  'memory.lock-notebook',
  `MATCH (notebook:Notebook {tenantId: $tenantId, id: $id}) SET notebook.lock = $now
   WITH notebook WHERE ${REACHABLE} RETURN notebook {.*} AS notebook`,
);
const UPDATE = tenantStatement(
  'memory.update-notebook',
  'MATCH (notebook:Notebook {tenantId: $tenantId, id: $id}) SET notebook += $properties RETURN notebook {.*} AS notebook',
);
const DELETE = tenantStatement(
  'memory.delete-notebook',
  `MATCH (notebook:Notebook {tenantId: $tenantId, id: $id})
   OPTIONAL MATCH (grant:NotebookGrant {tenantId: $tenantId, notebookId: $id}) DETACH DELETE grant, notebook`,
);
const GRANTS = tenantStatement(
  'memory.notebook-grants',
  'UNWIND $ids AS id MATCH (grant:NotebookGrant {tenantId: $tenantId, notebookId: id}) RETURN grant {.*} AS grant ORDER BY grant.since, grant.userId',
);
const PUT_GRANT = tenantStatement(
  'memory.put-notebook-grant',
  `MERGE (grant:NotebookGrant {tenantId: $tenantId, notebookId: $notebookId, userId: $userId})
   ON CREATE SET grant.id = $notebookId + '/' + $userId, grant.since = $now SET grant.role = $role RETURN grant {.*} AS grant`,
);
const REMOVE_GRANT = tenantStatement(
  'memory.remove-notebook-grant',
  'MATCH (grant:NotebookGrant {tenantId: $tenantId, notebookId: $notebookId, userId: $userId}) DELETE grant',
);

const nothing = z.object({});

export interface NotebookListFilter {
  readonly search: string | null;
  readonly domain: string | null;
  readonly ownedOnly: boolean;
  readonly writableOnly: boolean;
  readonly actorId: string;
}

/** Notebooks and who may read them. */
export class NotebookStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In the order of the ids; null = unknown or not visible. */
  async byIds(tenantId: string, reader: Reader, ids: readonly string[]): Promise<readonly (NotebookRecord | null)[]> {
    const rows = await this.#database.tenant(tenantId).read(BY_IDS, { ...reader, ids }, notebookRow);
    const found = new Map(rows.map(({ notebook }) => [notebook.id, notebook]));
    return ids.map((id) => found.get(id) ?? null);
  }

  async bySlug(tenantId: string, reader: Reader, slug: string): Promise<NotebookRecord | null> {
    const rows = await this.#database.tenant(tenantId).read(BY_SLUG, { ...reader, slug }, notebookRow);
    return rows[0]?.notebook ?? null;
  }

  /** Newest first, one more than asked for. */
  async list(
    tenantId: string,
    reader: Reader,
    filter: NotebookListFilter,
    page: PageRequest,
  ): Promise<readonly NotebookRecord[]> {
    const [afterCreatedAt = null, afterId = null] = page.after ?? [];
    const parameters = { ...reader, ...filter, afterCreatedAt, afterId, limit: page.first + 1 };
    const rows = await this.#database.tenant(tenantId).read(LIST, parameters, notebookRow);
    return rows.map(({ notebook }) => notebook);
  }

  async grants(tenantId: string, notebookIds: readonly string[]): Promise<readonly GrantRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(GRANTS, { ids: notebookIds }, grantRow);
    return rows.map(({ grant }) => grant);
  }

  /** @throws SlugTakenError */
  async create(
    tenantId: string,
    notebook: NotebookRecord,
    also: (transaction: TenantTransaction) => Promise<void>,
  ): Promise<NotebookRecord> {
    const { id, ...properties } = notebook;
    try {
      return await this.#database.tenant(tenantId).transaction(async (transaction) => {
        const rows = await transaction.run(CREATE, { id, properties }, notebookRow);
        await also(transaction);
        return rows[0]?.notebook ?? notebook;
      });
    } catch (error) {
      throw isConstraintViolation(error) ? new SlugTakenError(notebook.slug) : error;
    }
  }

  /** Takes the write lock of a notebook; null = unknown or not reachable. */
  async lock(transaction: TenantTransaction, reader: Reader, id: string, now: string): Promise<NotebookRecord | null> {
    const rows = await transaction.run(LOCK, { ...reader, id, now }, notebookRow);
    return rows[0]?.notebook ?? null;
  }

  async update(
    transaction: TenantTransaction,
    id: string,
    properties: Partial<NotebookRecord>,
  ): Promise<NotebookRecord> {
    const rows = await transaction.run(UPDATE, { id, properties }, notebookRow);
    const notebook = rows[0]?.notebook;
    if (notebook === undefined) throw new Error(`The notebook ${id} vanished under its own lock.`);
    return notebook;
  }

  /** The notebook with its grants; its documents were deleted before. */
  async delete(transaction: TenantTransaction, id: string): Promise<void> {
    await transaction.run(DELETE, { id }, nothing);
  }

  /** Null role = withdraw. Answers all grants afterwards. */
  async putGrant(
    transaction: TenantTransaction,
    grant: { notebookId: string; userId: string; role: 'READER' | 'EDITOR' | null; now: string },
  ): Promise<readonly GrantRecord[]> {
    if (grant.role === null)
      await transaction.run(REMOVE_GRANT, { notebookId: grant.notebookId, userId: grant.userId }, nothing);
    else await transaction.run(PUT_GRANT, { ...grant }, grantRow);
    const rows = await transaction.run(GRANTS, { ids: [grant.notebookId] }, grantRow);
    return rows.map((row) => row.grant);
  }
}
