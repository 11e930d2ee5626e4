import type { Database, TenantTransaction } from '@aether/common/graph';
import { systemStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import { optional } from './columns.ts';

const uploadSchema = z.object({
  id: z.string(),
  notebookId: z.string(),
  userId: z.string(),
  name: z.string(),
  mimeType: z.string(),
  /** Announced. */
  bytes: z.number(),
  sha256: optional(z.string()),
  /** Null until the bytes are there. */
  blobKey: optional(z.string()),
  receivedBytes: optional(z.number()),
  receivedSha256: optional(z.string()),
  expiresAtMs: z.number(),
  createdAt: z.string(),
});

export type UploadRecord = Readonly<z.infer<typeof uploadSchema>>;

const uploadRow = z.object({ upload: uploadSchema });

const CREATE = tenantStatement(
  'memory.create-upload',
  'CREATE (upload:Upload {tenantId: $tenantId, id: $id}) SET upload += $properties RETURN upload {.*} AS upload',
);
const BY_ID = tenantStatement(
  'memory.upload-by-id',
  'MATCH (upload:Upload {tenantId: $tenantId, id: $id}) RETURN upload {.*} AS upload',
);
// Of two sendings of the same upload the first to finish wins; the other one's bytes are dropped.
const RECEIVE = tenantStatement(
  'memory.receive-upload',
  `MATCH (upload:Upload {tenantId: $tenantId, id: $id}) SET upload.lock = $blobKey
   WITH upload WHERE upload.receivedSha256 IS NULL
   SET upload.blobKey = $blobKey, upload.receivedBytes = $receivedBytes, upload.receivedSha256 = $receivedSha256, upload.completedAt = $now
   RETURN upload {.*} AS upload`,
);
// Kept without its bytes until it expires: the same addDocument sent again must find what it named.
const CONSUME = tenantStatement(
  'memory.consume-upload',
  'MATCH (upload:Upload {tenantId: $tenantId, id: $id}) REMOVE upload.blobKey RETURN upload {.*} AS upload',
);
const EXPIRED = systemStatement(
  'memory.expired-uploads',
  'The sweeper of this service removes what nobody claimed, for all tenants.',
  `MATCH (upload:Upload) WHERE upload.expiresAtMs < datetime.realtime().epochMillis
   WITH upload ORDER BY upload.expiresAtMs LIMIT $limit
   WITH upload, upload.blobKey AS blobKey DELETE upload RETURN blobKey`,
);

/** Bytes on their way in. */
export class UploadStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(tenantId: string, upload: UploadRecord): Promise<void> {
    const { id, ...properties } = upload;
    await this.#database.tenant(tenantId).write(CREATE, { id, properties }, uploadRow);
  }

  async byId(tenantId: string, id: string): Promise<UploadRecord | null> {
    const rows = await this.#database.tenant(tenantId).read(BY_ID, { id }, uploadRow);
    return rows[0]?.upload ?? null;
  }

  async byIdIn(transaction: TenantTransaction, id: string): Promise<UploadRecord | null> {
    const rows = await transaction.run(BY_ID, { id }, uploadRow);
    return rows[0]?.upload ?? null;
  }

  /** False = another sending was first. */
  async receive(
    tenantId: string,
    received: { id: string; blobKey: string; receivedBytes: number; receivedSha256: string; now: string },
  ): Promise<boolean> {
    const rows = await this.#database.tenant(tenantId).write(RECEIVE, { ...received }, uploadRow);
    return rows.length > 0;
  }

  /** A document has taken the bytes over. */
  async consume(transaction: TenantTransaction, id: string): Promise<void> {
    await transaction.run(CONSUME, { id }, uploadRow);
  }

  /** Removes uploads whose time is over; answers the blobs that nobody needs any more. */
  async takeExpired(limit: number): Promise<readonly string[]> {
    const rows = await this.#database.write(EXPIRED, { limit }, z.object({ blobKey: optional(z.string()) }));
    return rows.flatMap(({ blobKey }) => (blobKey === null ? [] : [blobKey]));
  }
}
