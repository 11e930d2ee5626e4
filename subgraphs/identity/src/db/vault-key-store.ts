import { type Database, isConstraintViolation, tenantStatement } from '@aether/common/graph';
import type { DataKeyStore, WrappedDataKey } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import { z } from 'zod';
import { orNull } from './rows.ts';

const CURRENT = tenantStatement(
  'identity.current-vault-key',
  `MATCH (key:VaultKey {tenantId: $tenantId}) WHERE key.retiredAt IS NULL
   RETURN key {.*} AS key ORDER BY key.version DESC LIMIT 1`,
);
const BY_ID = tenantStatement(
  'identity.vault-key-by-id',
  'MATCH (key:VaultKey {tenantId: $tenantId, id: $id}) RETURN key {.*} AS key',
);
const CREATE_FIRST = tenantStatement(
  'identity.create-first-vault-key',
  `CREATE (key:VaultKey {tenantId: $tenantId, version: 1, id: $id, wrappedKey: $wrappedKey, algorithm: 'AES-256-GCM', createdAt: $at})
   RETURN key {.*} AS key`,
);

const vaultKey = z.object({
  id: z.string(),
  version: z.number(),
  wrappedKey: z.string(),
  algorithm: z.string(),
  createdAt: z.string(),
  retiredAt: orNull(z.string()),
});
const keyRow = z.object({ key: vaultKey });

export type VaultKeyRecord = z.infer<typeof vaultKey>;

/** Data keys of tenants, wrapped by the key-encryption key; they are never stored in clear. */
export class VaultKeyStore implements DataKeyStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(options: { readonly database: Database; readonly clock: Clock }) {
    this.#database = options.database;
    this.#clock = options.clock;
  }

  /** One key, or the one that seals new values; null = there is none (yet). */
  async find(tenantId: string, id: string | null): Promise<VaultKeyRecord | null> {
    const session = this.#database.tenant(tenantId);
    const [row] = id === null ? await session.read(CURRENT, {}, keyRow) : await session.read(BY_ID, { id }, keyRow);
    return row?.key ?? null;
  }

  async current(tenantId: string): Promise<WrappedDataKey | null> {
    return wrapped(await this.find(tenantId, null));
  }

  async byId(tenantId: string, dataKeyId: string): Promise<WrappedDataKey | null> {
    return wrapped(await this.find(tenantId, dataKeyId));
  }

  async insertFirst(tenantId: string, key: WrappedDataKey): Promise<WrappedDataKey> {
    const parameters = { id: key.dataKeyId, wrappedKey: key.wrapped, at: this.#clock.now().toISOString() };
    try {
      await this.#database.tenant(tenantId).write(CREATE_FIRST, parameters, keyRow);
      return key;
    } catch (error) {
      const first = isConstraintViolation(error) ? await this.current(tenantId) : null;
      if (first === null) throw error;
      return first;
    }
  }
}

function wrapped(key: VaultKeyRecord | null): WrappedDataKey | null {
  return key === null ? null : { dataKeyId: key.id, wrapped: key.wrappedKey };
}
