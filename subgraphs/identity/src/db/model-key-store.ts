import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { ModelKeyRecord } from '../model-key.ts';
import type { Change } from './identity-changes.ts';
import { idRow, orNull } from './rows.ts';

const OF_USER = tenantStatement(
  'identity.model-keys-of-user',
  `MATCH (:User {tenantId: $tenantId, id: $userId, status: 'ACTIVE'})
   MATCH (key:ModelKey {tenantId: $tenantId, userId: $userId}) RETURN key {.*} AS key ORDER BY key.createdAt, key.id`,
);
const SEALED = tenantStatement(
  'identity.sealed-model-key',
  `MATCH (:User {tenantId: $tenantId, id: $userId, status: 'ACTIVE'})
   MATCH (key:ModelKey {tenantId: $tenantId, userId: $userId, providerId: $providerId})
   RETURN key {.*} AS key, key.sealed AS sealed, key.vaultKeyId AS vaultKeyId`,
);
// Locked from here on, so that two values of one moment get two versions.
const NEXT = tenantStatement(
  'identity.next-model-key',
  `MERGE (key:ModelKey {tenantId: $tenantId, userId: $userId, providerId: $providerId})
   ON CREATE SET key.id = $id, key.version = 0, key.createdAt = $at
   SET key.version = key.version + 1, key.updatedAt = $at, key.lastUsedAt = null
   RETURN key.id AS id, key.version AS version`,
);
const SAVE = tenantStatement(
  'identity.save-model-key',
  'MATCH (key:ModelKey {tenantId: $tenantId, id: $id}) SET key += $properties RETURN key {.*} AS key',
);
const REMOVE = tenantStatement(
  'identity.remove-model-key',
  `MATCH (key:ModelKey {tenantId: $tenantId, id: $id, userId: $userId})
   WITH key, key.providerId AS providerId DELETE key RETURN providerId AS id`,
);
const REMOVE_ALL = tenantStatement(
  'identity.remove-model-keys-of-user',
  `MATCH (key:ModelKey {tenantId: $tenantId, userId: $userId})
   WITH key, key.id AS id DELETE key RETURN id`,
);

const key: z.ZodType<ModelKeyRecord> = z.object({
  id: z.string(),
  userId: z.string(),
  providerId: z.string(),
  address: orNull(z.string()),
  version: z.number(),
  lastFour: orNull(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  lastUsedAt: orNull(z.string()),
});
const keyRow = z.object({ key });
const sealedRow = keyRow.extend({ sealed: z.string(), vaultKeyId: z.string() });
const nextRow = z.object({ id: z.string(), version: z.number() });

/** What of a key is written with each value; `sealed` is cipher text. */
interface ModelKeyProperties {
  readonly address: string | null;
  readonly lastFour: string | null;
  readonly sealed: string;
  readonly vaultKeyId: string;
}

/** Own keys of people for model providers. Everybody sees their own, and nobody those of others. */
export class ModelKeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The oldest first. */
  async ofUser(tenantId: string, userId: string): Promise<readonly ModelKeyRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(OF_USER, { userId }, keyRow);
    return rows.map((row) => row.key);
  }

  async sealed(
    tenantId: string,
    userId: string,
    providerId: string,
  ): Promise<{ readonly key: ModelKeyRecord; readonly sealed: string } | null> {
    const [row] = await this.#database.tenant(tenantId).read(SEALED, { userId, providerId }, sealedRow);
    return row ?? null;
  }

  /** Of the person's one key for this provider, the next version; under the node's lock. */
  async next(
    change: Change,
    of: { readonly userId: string; readonly providerId: string; readonly id: string },
  ): Promise<{ readonly id: string; readonly version: number }> {
    const [row] = await change.transaction.run(NEXT, { ...of, at: change.at }, nextRow);
    if (row === undefined) throw new Error('A model key that was made did not come back.');
    return row;
  }

  async save(change: Change, id: string, properties: ModelKeyProperties): Promise<ModelKeyRecord> {
    const [row] = await change.transaction.run(SAVE, { id, properties }, keyRow);
    if (row === undefined) throw new Error('A model key that was saved did not come back.');
    return row.key;
  }

  /** @returns the provider it was for; null = the person has no such key */
  async remove(change: Change, userId: string, id: string): Promise<string | null> {
    const [row] = await change.transaction.run(REMOVE, { id, userId }, idRow);
    return row?.id ?? null;
  }

  /** @returns the ids of those that there were */
  async removeAll(change: Change, userId: string): Promise<readonly string[]> {
    const rows = await change.transaction.run(REMOVE_ALL, { userId }, idRow);
    return rows.map(({ id }) => id);
  }
}
