import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import {
  CredentialKind,
  type CredentialRecord,
  CredentialStatus,
  type CredentialUseRecord,
  sightOf,
} from '../credential.ts';
import type { Change } from './identity-changes.ts';
import { idRow, orNull } from './rows.ts';

const VISIBLE = '($seesAll OR credential.shared OR credential.ownerId = $viewerId)';

const BY_IDS = tenantStatement(
  'identity.credentials-by-ids',
  `UNWIND $ids AS id MATCH (credential:Credential {tenantId: $tenantId, id: id}) WHERE ${VISIBLE} RETURN credential {.*} AS credential`,
);
const PAGE = tenantStatement(
  'identity.page-of-credentials',
  `MATCH (credential:Credential {tenantId: $tenantId})
   WHERE ${VISIBLE} AND ($search IS NULL OR toLower(credential.name) CONTAINS $search) AND ($kind IS NULL OR credential.kind = $kind)
   WITH credential, toLower(credential.name) AS sort
   WHERE $afterSort IS NULL OR sort > $afterSort OR (sort = $afterSort AND credential.id > $afterId)
   RETURN credential {.*} AS credential ORDER BY sort, credential.id LIMIT $limit`,
);
const NAMED = tenantStatement(
  'identity.credentials-by-name',
  `MATCH (credential:Credential {tenantId: $tenantId, name: $name})
   WHERE credential.kind <> 'OAUTH2' AND credential.toolServerId IS NULL AND (credential.shared OR ($isOwn AND credential.ownerId = $viewerId))
   RETURN credential {.*} AS credential ORDER BY credential.id LIMIT 20`,
);
const LOCKED = tenantStatement(
  'identity.locked-credential',
  `MATCH (credential:Credential {tenantId: $tenantId, id: $id}) WHERE ${VISIBLE}
   SET credential.updatedAt = $at RETURN credential {.*} AS credential`,
);
const SAVE = tenantStatement(
  'identity.save-credential',
  `MERGE (credential:Credential {tenantId: $tenantId, id: $id})
   SET credential += $properties, credential.updatedAt = $at
   RETURN credential {.*} AS credential`,
);
const SEALED = tenantStatement(
  'identity.sealed-credential',
  `MATCH (credential:Credential {tenantId: $tenantId, id: $id})
   RETURN credential {.*} AS credential, credential.sealed AS sealed, credential.vaultKeyId AS vaultKeyId`,
);
const USES = tenantStatement(
  'identity.uses-of-credentials',
  `UNWIND $ids AS id MATCH (use:CredentialUse {tenantId: $tenantId, credentialId: id})
   RETURN use {.*} AS use ORDER BY use.lastUsedAt DESC`,
);
const OWN = tenantStatement(
  'identity.own-tool-credentials',
  `MATCH (:User {tenantId: $tenantId, id: $userId, status: 'ACTIVE'})
   MATCH (credential:Credential {tenantId: $tenantId, ownerId: $userId}) WHERE credential.toolServerId IS NOT NULL
   RETURN credential {.*} AS credential ORDER BY credential.createdAt, credential.id`,
);
const OWN_SEALED = tenantStatement(
  'identity.sealed-own-tool-credential',
  `MATCH (:User {tenantId: $tenantId, id: $userId, status: 'ACTIVE'})
   MATCH (credential:Credential {tenantId: $tenantId, ownerId: $userId, toolServerId: $toolServerId})
   RETURN credential {.*} AS credential, credential.sealed AS sealed, credential.vaultKeyId AS vaultKeyId`,
);
// Of one server, or of all.
const REMOVE_OWN = tenantStatement(
  'identity.remove-own-tool-credentials',
  `MATCH (credential:Credential {tenantId: $tenantId, ownerId: $userId})
   WHERE credential.toolServerId IS NOT NULL AND ($toolServerId IS NULL OR credential.toolServerId = $toolServerId)
   OPTIONAL MATCH (use:CredentialUse {tenantId: $tenantId, credentialId: credential.id})
   WITH credential, credential.id AS id, collect(use) AS uses
   FOREACH (gone IN uses | DETACH DELETE gone)
   DETACH DELETE credential RETURN id`,
);
const REMOVE_OF_SERVER = tenantStatement(
  'identity.remove-tool-credentials-of-server',
  `MATCH (credential:Credential {tenantId: $tenantId, toolServerId: $toolServerId})
   OPTIONAL MATCH (use:CredentialUse {tenantId: $tenantId, credentialId: credential.id})
   WITH credential, credential.id AS id, collect(use) AS uses
   FOREACH (gone IN uses | DETACH DELETE gone)
   DETACH DELETE credential RETURN id`,
);
const DELETE = tenantStatement(
  'identity.delete-credential',
  `MATCH (credential:Credential {tenantId: $tenantId, id: $id})
   OPTIONAL MATCH (use:CredentialUse {tenantId: $tenantId, credentialId: $id})
   DETACH DELETE use, credential RETURN DISTINCT $id AS id`,
);

const credential: z.ZodType<CredentialRecord> = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(CredentialKind),
  lastFour: orNull(z.string()),
  scopes: z.array(z.string()),
  // Absent on those that no server has wanted more of.
  askedScopes: orNull(z.array(z.string())).transform((asked) => asked ?? []),
  refusedScopes: orNull(z.array(z.string())).transform((refused) => refused ?? []),
  ownerId: z.string(),
  shared: z.boolean(),
  toolServerId: orNull(z.string()),
  address: orNull(z.string()),
  version: z.number(),
  status: z.enum(CredentialStatus),
  expiresAt: orNull(z.string()),
  lastUsedAt: orNull(z.string()),
  createdAt: z.string(),
});
const use: z.ZodType<CredentialUseRecord> = z.object({
  credentialId: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  name: z.string(),
  lastUsedAt: z.string(),
});
const credentialRow = z.object({ credential });
/** With its value, as it is sealed. */
export const sealedRow = credentialRow.extend({ sealed: z.string(), vaultKeyId: z.string() });
const useRow = z.object({ use });

export interface SealedRecord {
  readonly credential: CredentialRecord;
  readonly sealed: string;
  readonly vaultKeyId: string;
}

/** What of a credential is written; `sealed` is cipher text. */
export type CredentialProperties = Partial<Omit<CredentialRecord, 'id'>> & {
  readonly sealed?: string;
  readonly vaultKeyId?: string;
} & Partial<ConsentProperties>;

/** Of a consent on its way; `consent` is cipher text, and the hash is that of the secret in its `state`. */
export interface ConsentProperties {
  readonly consent: string;
  readonly consentHash: string;
  readonly consentUserId: string;
  readonly consentSessionId: string;
  readonly consentUntilMs: number;
}

/** Credentials of a tenant as a viewer may see them: their own, the shared ones, or all. */
export class CredentialStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<readonly CredentialRecord[]> {
    const rows = await this.#database.tenant(viewer.tenantId).read(BY_IDS, { ids, ...sightOf(viewer) }, credentialRow);
    return rows.map((row) => row.credential);
  }

  /**
   * Secrets to send of exactly this name: shared ones and, for what is the viewer's own, the viewer's own. Who may see all of them may not send
   * all of them. What somebody consented to for a tool server is for that server alone.
   */
  async named(viewer: Viewer, name: string, isOwn: boolean): Promise<readonly CredentialRecord[]> {
    const parameters = { name, viewerId: viewer.userId, isOwn };
    const rows = await this.#database.tenant(viewer.tenantId).read(NAMED, parameters, credentialRow);
    return rows.map((row) => row.credential);
  }

  /** By name; up to `page.first + 1` rows. */
  async page(
    viewer: Viewer,
    filter: { readonly search?: string | null; readonly kind?: string | null },
    page: PageRequest,
  ): Promise<readonly CredentialRecord[]> {
    const [afterSort = null, afterId = null] = page.after ?? [];
    const search = filter.search?.trim().toLowerCase() || null;
    const parameters = {
      ...sightOf(viewer),
      search,
      kind: filter.kind ?? null,
      afterSort,
      afterId,
      limit: page.first + 1,
    };
    const rows = await this.#database.tenant(viewer.tenantId).read(PAGE, parameters, credentialRow);
    return rows.map((row) => row.credential);
  }

  /** Under the node's lock. Null = the viewer sees no such credential. */
  async locked(change: Change, viewer: Viewer, id: string): Promise<CredentialRecord | null> {
    const [row] = await change.transaction.run(LOCKED, { id, at: change.at, ...sightOf(viewer) }, credentialRow);
    return row?.credential ?? null;
  }

  async save(change: Change, id: string, properties: CredentialProperties): Promise<CredentialRecord> {
    const [row] = await change.transaction.run(SAVE, { id, properties, at: change.at }, credentialRow);
    if (row === undefined) throw new Error('A credential that was saved did not come back.');
    return row.credential;
  }

  /** For services: whoever may see it in the API. */
  async sealed(tenantId: string, id: string): Promise<SealedRecord | null> {
    const [row] = await this.#database.tenant(tenantId).read(SEALED, { id }, sealedRow);
    return row ?? null;
  }

  /** A person's own accounts at tool servers, the oldest first. */
  async own(tenantId: string, userId: string): Promise<readonly CredentialRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(OWN, { userId }, credentialRow);
    return rows.map((row) => row.credential);
  }

  /** A person's own account at a tool server; null = none, or the person is no longer active. */
  async ownSealed(tenantId: string, userId: string, toolServerId: string): Promise<SealedRecord | null> {
    const [row] = await this.#database.tenant(tenantId).read(OWN_SEALED, { userId, toolServerId }, sealedRow);
    return row ?? null;
  }

  /** @param toolServerId null = of all servers @returns the ids of those that there were */
  async removeOwn(change: Change, userId: string, toolServerId: string | null): Promise<readonly string[]> {
    const rows = await change.transaction.run(REMOVE_OWN, { userId, toolServerId }, idRow);
    return rows.map(({ id }) => id);
  }

  /** Everybody's, of a server that is no more. @returns the ids of those that there were */
  async removeOfServer(change: Change, toolServerId: string): Promise<readonly string[]> {
    const rows = await change.transaction.run(REMOVE_OF_SERVER, { toolServerId }, idRow);
    return rows.map(({ id }) => id);
  }

  /** Last used first. */
  async usesOf(tenantId: string, ids: readonly string[]): Promise<readonly CredentialUseRecord[]> {
    return (await this.#database.tenant(tenantId).read(USES, { ids }, useRow)).map((row) => row.use);
  }

  async delete(change: Change, id: string): Promise<void> {
    await change.transaction.run(DELETE, { id }, idRow);
  }
}
