import { type Database, systemStatement, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import type { ApiKeyRecord } from '../api-key.ts';
import type { UserRecord } from '../user.ts';
import type { Change } from './identity-changes.ts';
import { apiKey, user } from './rows.ts';

const CREATE = tenantStatement(
  'identity.create-api-key',
  `MATCH (user:User {tenantId: $tenantId, id: $userId})
   CREATE (key:ApiKey {tenantId: $tenantId, id: $id, userId: $userId, name: $name, prefix: $prefix, secretHash: $secretHash,
     scopes: $scopes, requestsPerMinute: $requestsPerMinute, tokensPerMinute: $tokensPerMinute, models: $models, tools: $tools, createdAt: $at, expiresAtMs: $expiresAtMs})
   RETURN key {.*} AS key`,
);
const BY_SECRET = systemStatement(
  'identity.api-key-by-secret',
  'An API key is all that a client sends; it tells who and of which tenant.',
  `MATCH (key:ApiKey {secretHash: $secretHash})
   WHERE key.revokedAt IS NULL AND (key.expiresAtMs IS NULL OR key.expiresAtMs > $nowMs)
   MATCH (user:User {tenantId: key.tenantId, id: key.userId}) WHERE user.status = 'ACTIVE'
   OPTIONAL MATCH (user)-[:MEMBER_OF]->(team:Team {tenantId: key.tenantId})
   RETURN key {.*} AS key, key.tenantId AS tenantId, user {.*} AS user, collect(team.id) AS teamIds`,
);
const BY_IDS = tenantStatement(
  'identity.api-keys-by-ids',
  'UNWIND $ids AS id MATCH (key:ApiKey {tenantId: $tenantId, id: id}) WHERE $userId IS NULL OR key.userId = $userId RETURN key {.*} AS key',
);
const PAGE = tenantStatement(
  'identity.page-of-api-keys',
  `MATCH (key:ApiKey {tenantId: $tenantId}) WHERE ($userId IS NULL OR key.userId = $userId) AND ($afterId IS NULL OR key.id < $afterId)
   RETURN key {.*} AS key ORDER BY key.id DESC LIMIT $limit`,
);
const REVOKE = tenantStatement(
  'identity.revoke-api-keys',
  `MATCH (key:ApiKey {tenantId: $tenantId}) WHERE ($id IS NULL OR key.id = $id) AND ($userId IS NULL OR key.userId = $userId)
   SET key.revokedAt = coalesce(key.revokedAt, $at) RETURN key {.*} AS key`,
);

const keyRow = z.object({ key: apiKey });
const principalRow = keyRow.extend({ tenantId: z.string(), user, teamIds: z.array(z.string()) });

export interface NewApiKey {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly secretHash: string;
  readonly scopes: readonly string[];
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly models: readonly string[];
  readonly tools: readonly string[];
  readonly expiresAtMs: number | null;
}

export interface ApiKeyPrincipal {
  readonly key: ApiKeyRecord;
  readonly tenantId: string;
  readonly user: UserRecord;
  readonly teamIds: readonly string[];
}

/** API keys, found by the keyed hash of the whole key. `userId: null` means the keys of everybody. */
export class ApiKeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(change: Change, input: NewApiKey): Promise<ApiKeyRecord | null> {
    const [row] = await change.transaction.run(CREATE, { ...input, at: change.at }, keyRow);
    return row?.key ?? null;
  }

  /** Null = unknown, expired, revoked, or the person is not active. */
  async bySecret(secretHash: string, nowMs: number): Promise<ApiKeyPrincipal | null> {
    const [row] = await this.#database.read(BY_SECRET, { secretHash, nowMs }, principalRow);
    return row ?? null;
  }

  async byIds(tenantId: string, userId: string | null, ids: readonly string[]): Promise<readonly ApiKeyRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(BY_IDS, { ids, userId }, keyRow);
    return rows.map((row) => row.key);
  }

  /** Newest first; up to `page.first + 1` rows. */
  async page(tenantId: string, userId: string | null, page: PageRequest): Promise<readonly ApiKeyRecord[]> {
    const parameters = { userId, afterId: page.after?.at(-1) ?? null, limit: page.first + 1 };
    const rows = await this.#database.tenant(tenantId).read(PAGE, parameters, keyRow);
    return rows.map((row) => row.key);
  }

  /** One key, or all of a person. A key that was revoked before keeps its instant. */
  async revoke(
    change: Change,
    which: { readonly id: string | null; readonly userId: string | null },
  ): Promise<readonly ApiKeyRecord[]> {
    return (await change.transaction.run(REVOKE, { ...which, at: change.at }, keyRow)).map((row) => row.key);
  }
}
