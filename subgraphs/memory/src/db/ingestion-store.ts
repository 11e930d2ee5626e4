import type { Database, TenantTransaction } from '@aether/common/graph';
import { systemStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { DocumentStatus } from '../document-status.ts';
import { DocumentClaimLostError } from '../errors.ts';
import { optional } from './columns.ts';
import { documentSchema } from './document-record.ts';

// `dueAtMs` says when a document needs a worker next: now when queued, the end of the lease when claimed, later after a failure that may
// pass, never (absent) when there is nothing to do. The database's clock decides, whatever the workers' clocks say.
const DUE = systemStatement(
  'memory.due-documents',
  'Workers of this service take the documents of all tenants, the longest waiting first.',
  `MATCH (document:Document) WHERE document.queue = $queue AND document.dueAtMs <= datetime.realtime().epochMillis
   RETURN document.tenantId AS tenantId, document.id AS id ORDER BY document.dueAtMs, document.id LIMIT $limit`,
);
const NEXT_DUE = systemStatement(
  'memory.next-due-document',
  'Workers of this service sleep until the next document of any tenant is due.',
  `MATCH (document:Document) WHERE document.queue = $queue AND document.dueAtMs > 0
   RETURN document.dueAtMs - datetime.realtime().epochMillis AS inMs ORDER BY document.dueAtMs LIMIT 1`,
);
// The lock is a statement of its own: what one statement has read before it waited for a lock, it does not read again.
const LOCK = tenantStatement(
  'memory.lock-document',
  'MATCH (document:Document {tenantId: $tenantId, id: $id}) SET document.lock = $worker RETURN document.id AS id',
);
const CLAIM = tenantStatement(
  'memory.claim-document',
  `MATCH (document:Document {tenantId: $tenantId, id: $id}) WHERE document.dueAtMs <= datetime.realtime().epochMillis
   SET document.dueAtMs = datetime.realtime().epochMillis + $leaseMs, document.fence = document.fence + 1,
     document.attempts = document.attempts + 1, document.claimedBy = $worker,
     document.status = CASE document.status WHEN 'QUEUED' THEN 'EXTRACTING' ELSE document.status END
   WITH document OPTIONAL MATCH (notebook:Notebook {tenantId: $tenantId, id: document.notebookId})
   RETURN document.fence AS fence, document.attempts AS attempts, document.deletedAt IS NOT NULL OR notebook IS NULL AS deleted, document {.*} AS document,
     notebook.embeddingSpace AS embeddingSpace, notebook.passageTokens AS passageTokens, notebook.overlapTokens AS overlapTokens, notebook.embeddingModelSlug AS embeddingModel`,
);
const HOLD = tenantStatement(
  'memory.hold-document',
  'MATCH (document:Document {tenantId: $tenantId, id: $id, fence: $fence}) RETURN document.id AS id',
);
const RENEW = tenantStatement(
  'memory.renew-document-lease',
  `MATCH (document:Document {tenantId: $tenantId, id: $id, fence: $fence})
   SET document.dueAtMs = datetime.realtime().epochMillis + $leaseMs RETURN document.id AS id`,
);
// Something was finished, so what follows counts as a first attempt: only deaths without progress add up to a crash loop.
const ADVANCE = tenantStatement(
  'memory.advance-document',
  'MATCH (document:Document {tenantId: $tenantId, id: $id}) SET document += $properties, document.attempts = 1 RETURN document.id AS id',
);
const RELEASE = tenantStatement(
  'memory.release-document',
  `MATCH (document:Document {tenantId: $tenantId, id: $id})
   SET document += $properties, document.attempts = $attempts, document.dueAtMs = datetime.realtime().epochMillis + $afterMs
   REMOVE document.claimedBy RETURN document.id AS id`,
);
const FINISH = tenantStatement(
  'memory.finish-document',
  'MATCH (document:Document {tenantId: $tenantId, id: $id}) SET document += $properties REMOVE document.dueAtMs, document.claimedBy RETURN document.id AS id',
);
const REMOVE = tenantStatement(
  'memory.remove-document',
  'MATCH (document:Document {tenantId: $tenantId, id: $id}) DETACH DELETE document',
);

const idRow = z.object({ id: z.string() });

const claimRow = z.object({
  fence: z.number(),
  attempts: z.number(),
  deleted: z.boolean(),
  document: documentSchema.extend({ sha256: optional(z.string()) }),
  passageTokens: optional(z.number()),
  overlapTokens: optional(z.number()),
  embeddingModel: optional(z.string()),
  embeddingSpace: optional(z.string()),
});

/** A document that this worker owns until its lease ends; the fence tells its writes from those of an earlier owner. */
export interface DocumentClaim extends Readonly<z.infer<typeof claimRow>> {
  readonly tenantId: string;
}

export interface DocumentChanges {
  readonly status?: DocumentStatus;
  readonly progress?: number;
  readonly mimeType?: string;
  readonly textKey?: string | null;
  readonly pageCount?: number | null;
  readonly passageCount?: number;
  readonly errorCode?: string | null;
  readonly errorMessage?: string | null;
  readonly errorStage?: DocumentStatus | null;
  readonly errorRetryable?: boolean | null;
  readonly errorHint?: string | null;
  readonly updatedAt: string;
}

/** The way of documents through the stages: claims, fences, leases. */
export class IngestionStore {
  readonly #database: Database;
  readonly #worker: string;
  readonly #queue: string;

  /** @param options.worker name that claims are made under */
  constructor(database: Database, options: { readonly worker: string; readonly queue: string }) {
    this.#database = database;
    this.#worker = options.worker;
    this.#queue = options.queue;
  }

  due(limit: number): Promise<readonly { readonly tenantId: string; readonly id: string }[]> {
    return this.#database.read(DUE, { queue: this.#queue, limit }, z.object({ tenantId: z.string(), id: z.string() }));
  }

  /** Milliseconds until the next document is due, by the database's clock; null = none. */
  async nextDueMs(): Promise<number | null> {
    const rows = await this.#database.read(NEXT_DUE, { queue: this.#queue }, z.object({ inMs: z.number() }));
    return rows[0]?.inMs ?? null;
  }

  /** Null = somebody else was faster. */
  async claim(tenantId: string, id: string, leaseMs: number): Promise<DocumentClaim | null> {
    const rows = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      await transaction.run(LOCK, { id, worker: this.#worker }, idRow);
      return transaction.run(CLAIM, { id, worker: this.#worker, leaseMs }, claimRow);
    });
    return rows[0] === undefined ? null : { ...rows[0], tenantId };
  }

  /** @throws DocumentClaimLostError */
  async renew(claim: DocumentClaim, leaseMs: number): Promise<void> {
    const rows = await this.#database
      .tenant(claim.tenantId)
      .write(RENEW, { id: claim.document.id, fence: claim.fence, leaseMs }, idRow);
    if (rows.length === 0) throw new DocumentClaimLostError(claim.document.id);
  }

  /**
   * A transaction in which the claim is sure to hold until the commit.
   * @throws DocumentClaimLostError
   */
  held<Result>(claim: DocumentClaim, work: (transaction: TenantTransaction) => Promise<Result>): Promise<Result> {
    return this.#database.tenant(claim.tenantId).transaction(async (transaction) => {
      const { id } = claim.document;
      await transaction.run(LOCK, { id, worker: this.#worker }, idRow);
      const rows = await transaction.run(HOLD, { id, fence: claim.fence }, idRow);
      if (rows.length === 0) throw new DocumentClaimLostError(id);
      return work(transaction);
    });
  }

  /** A stage or a part of one is finished. */
  async advance(transaction: TenantTransaction, id: string, properties: DocumentChanges): Promise<void> {
    await transaction.run(ADVANCE, { id, properties: { ...properties } }, idRow);
  }

  /** Hands the document back, to be taken again after a while. */
  async release(
    transaction: TenantTransaction,
    id: string,
    options: { readonly attempts: number; readonly afterMs: number; readonly changes: DocumentChanges },
  ): Promise<void> {
    const { attempts, afterMs, changes } = options;
    await transaction.run(RELEASE, { id, attempts, afterMs, properties: { ...changes } }, idRow);
  }

  /** Nothing more is to be done for it. */
  async finish(transaction: TenantTransaction, id: string, properties: DocumentChanges): Promise<void> {
    await transaction.run(FINISH, { id, properties: { ...properties } }, idRow);
  }

  async remove(transaction: TenantTransaction, id: string): Promise<void> {
    await transaction.run(REMOVE, { id }, z.object({}));
  }
}
