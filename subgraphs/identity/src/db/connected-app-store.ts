import { type Database, systemStatement, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { isOAuthScope, type OAuthScope } from '@aether/schema';
import { z } from 'zod';
import type { ConnectedAppRecord } from '../authorization-server/connected-app.ts';
import type { UserRecord } from '../user.ts';
import type { Change } from './identity-changes.ts';
import { idRow, orNull, user } from './rows.ts';

// What has ended goes when its person connects the next app: no sweeper is needed.
const FORGET = tenantStatement(
  'identity.forget-connected-apps',
  `MATCH (app:ConnectedApp {tenantId: $tenantId, userId: $userId})
   WHERE app.revokedAt IS NOT NULL OR app.expiresAtMs <= $nowMs
   WITH app, app.id AS id DELETE app RETURN id`,
);
const COUNT = tenantStatement(
  'identity.count-connected-apps',
  'MATCH (app:ConnectedApp {tenantId: $tenantId, userId: $userId}) RETURN count(app) AS count',
);
const CREATE = tenantStatement(
  'identity.create-connected-app',
  `CREATE (app:ConnectedApp {tenantId: $tenantId, id: $id, userId: $userId, clientId: $clientId, clientName: $clientName,
     redirectUri: $redirectUri, resource: $resource, scopes: $scopes, codeHash: $codeHash, codeChallenge: $codeChallenge,
     codeExpiresAtMs: $codeExpiresAtMs, createdAt: $at, expiresAtMs: $codeExpiresAtMs})
   RETURN app.id AS id`,
);
const BY_CODE = systemStatement(
  'identity.connected-app-by-code',
  'A client that redeems a code sends nothing else that tells whose it is.',
  'MATCH (app:ConnectedApp {codeHash: $hash}) RETURN app.tenantId AS tenantId, app.userId AS userId, app.id AS id',
);
const BY_FAMILY = systemStatement(
  'identity.connected-app-by-family',
  'A client that refreshes sends nothing else that tells whose its token is.',
  'MATCH (app:ConnectedApp {familyHash: $hash}) RETURN app.tenantId AS tenantId, app.userId AS userId, app.id AS id',
);
const BY_ACCESS = systemStatement(
  'identity.connected-app-by-access-token',
  'An access token is all that a client sends; it tells who and of which tenant.',
  `MATCH (app:ConnectedApp {accessHash: $hash}) WHERE app.revokedAt IS NULL AND app.accessExpiresAtMs > $nowMs
   MATCH (user:User {tenantId: app.tenantId, id: app.userId}) WHERE user.status = 'ACTIVE'
   OPTIONAL MATCH (user)-[:MEMBER_OF]->(team:Team {tenantId: app.tenantId})
   RETURN app {.*} AS app, app.tenantId AS tenantId, app.accessScopes AS accessScopes,
     app.accessExpiresAtMs AS accessExpiresAtMs, user {.*} AS user, collect(team.id) AS teamIds`,
);
// The lock comes first: of two that redeem one code or token at once, the second finds it used.
const LOCKED = tenantStatement(
  'identity.locked-connected-app',
  `MATCH (app:ConnectedApp {tenantId: $tenantId, id: $id}) SET app.lock = $at
   WITH app MATCH (user:User {tenantId: $tenantId, id: app.userId})
   RETURN app {.*} AS app, app {.*} AS state, user.status = 'ACTIVE' AS isActive`,
);
const ISSUE = tenantStatement(
  'identity.issue-tokens',
  `MATCH (app:ConnectedApp {tenantId: $tenantId, id: $id})
   SET app.previousRefreshHash = app.refreshHash, app.refreshedAtMs = $nowMs
   SET app.codeUsedAt = coalesce(app.codeUsedAt, $at), app.accessHash = $accessHash, app.accessScopes = $accessScopes,
     app.accessExpiresAtMs = $accessExpiresAtMs, app.familyHash = $familyHash, app.refreshHash = $refreshHash,
     app.expiresAtMs = $expiresAtMs
   RETURN app.id AS id`,
);
const REVOKE = tenantStatement(
  'identity.revoke-connected-apps',
  `MATCH (app:ConnectedApp {tenantId: $tenantId})
   WHERE app.revokedAt IS NULL AND ($id IS NULL OR app.id = $id) AND ($userId IS NULL OR app.userId = $userId)
   SET app.revokedAt = $at RETURN app {.*} AS app`,
);
const PAGE = tenantStatement(
  'identity.page-of-connected-apps',
  `MATCH (app:ConnectedApp {tenantId: $tenantId})
   WHERE app.revokedAt IS NULL AND app.codeUsedAt IS NOT NULL AND app.expiresAtMs > $nowMs
     AND ($userId IS NULL OR app.userId = $userId) AND ($afterId IS NULL OR app.id < $afterId)
   RETURN app {.*} AS app ORDER BY app.id DESC LIMIT $limit`,
);

const scopes = z.array(z.string()).transform((names): readonly OAuthScope[] => names.filter(isOAuthScope));
const app: z.ZodType<ConnectedAppRecord> = z.object({
  id: z.string(),
  userId: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  redirectUri: z.string(),
  resource: z.string(),
  scopes,
  createdAt: z.string(),
  lastUsedAt: orNull(z.string()),
});
const state = z.object({
  codeChallenge: z.string(),
  codeExpiresAtMs: z.number(),
  codeUsedAt: orNull(z.string()),
  refreshHash: orNull(z.string()),
  previousRefreshHash: orNull(z.string()),
  refreshedAtMs: orNull(z.number()),
  accessScopes: orNull(scopes),
  expiresAtMs: z.number(),
  revokedAt: orNull(z.string()),
});
const appRow = z.object({ app });
const placeRow = idRow.extend({ tenantId: z.string(), userId: z.string() });
const lockedRow = appRow.extend({ state, isActive: z.boolean() });
const principalRow = appRow.extend({
  tenantId: z.string(),
  accessScopes: scopes,
  accessExpiresAtMs: z.number(),
  user,
  teamIds: z.array(z.string()),
});

export interface NewConnectedApp extends Omit<ConnectedAppRecord, 'createdAt' | 'lastUsedAt'> {
  readonly codeHash: string;
  readonly codeChallenge: string;
  readonly codeExpiresAtMs: number;
}

/** Where a code or token belongs. */
export type ConnectedAppPlace = z.infer<typeof placeRow>;

/** An app with what decides about its next token; held until the change ends. */
export type LockedApp = z.infer<typeof lockedRow>;

export interface ConnectedAppPrincipal {
  readonly app: ConnectedAppRecord;
  readonly tenantId: string;
  readonly accessScopes: readonly OAuthScope[];
  readonly accessExpiresAtMs: number;
  readonly user: UserRecord;
  readonly teamIds: readonly string[];
}

export interface NewTokens {
  readonly accessHash: string;
  readonly accessScopes: readonly OAuthScope[];
  readonly accessExpiresAtMs: number;
  readonly familyHash: string;
  readonly refreshHash: string;
  /** When it ends if it is not used before. */
  readonly expiresAtMs: number;
}

/** What people have granted, each found by the keyed hashes of its code and tokens. `userId: null` means the apps of everybody. */
export class ConnectedAppStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** How many the person has; what has ended is forgotten. */
  async count(change: Change, userId: string): Promise<number> {
    await change.transaction.run(FORGET, { userId, nowMs: change.nowMs }, idRow);
    const [row] = await change.transaction.run(COUNT, { userId }, z.object({ count: z.number() }));
    return row?.count ?? 0;
  }

  async create(change: Change, input: NewConnectedApp): Promise<void> {
    await change.transaction.run(CREATE, { ...input, at: change.at }, idRow);
  }

  async byCode(hash: string): Promise<ConnectedAppPlace | null> {
    const [row] = await this.#database.read(BY_CODE, { hash }, placeRow);
    return row ?? null;
  }

  async byFamily(hash: string): Promise<ConnectedAppPlace | null> {
    const [row] = await this.#database.read(BY_FAMILY, { hash }, placeRow);
    return row ?? null;
  }

  /** Null = unknown, expired, revoked, or the person is not active. */
  async byAccess(hash: string, nowMs: number): Promise<ConnectedAppPrincipal | null> {
    const [row] = await this.#database.read(BY_ACCESS, { hash, nowMs }, principalRow);
    return row ?? null;
  }

  async locked(change: Change, id: string): Promise<LockedApp | null> {
    const [row] = await change.transaction.run(LOCKED, { id, at: change.at }, lockedRow);
    return row ?? null;
  }

  async issue(change: Change, id: string, tokens: NewTokens): Promise<void> {
    await change.transaction.run(ISSUE, { id, at: change.at, nowMs: change.nowMs, ...tokens }, idRow);
  }

  /** One app, or all of a person. @returns those that were connected until now */
  async revoke(
    change: Change,
    which: { readonly id: string | null; readonly userId: string | null },
  ): Promise<readonly ConnectedAppRecord[]> {
    return (await change.transaction.run(REVOKE, { ...which, at: change.at }, appRow)).map((row) => row.app);
  }

  /** Those that may get tokens, newest first; up to `page.first + 1` rows. */
  async page(
    tenantId: string,
    userId: string | null,
    page: PageRequest,
    nowMs: number,
  ): Promise<readonly ConnectedAppRecord[]> {
    const parameters = { userId, nowMs, afterId: page.after?.at(-1) ?? null, limit: page.first + 1 };
    const rows = await this.#database.tenant(tenantId).read(PAGE, parameters, appRow);
    return rows.map((row) => row.app);
  }
}
