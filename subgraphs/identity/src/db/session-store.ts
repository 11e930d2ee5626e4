import { type Database, systemStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { SessionRecord } from '../session.ts';
import type { UserRecord } from '../user.ts';
import type { Change } from './identity-changes.ts';
import { idRow, orNull, session, user } from './rows.ts';

// Sessions that ended long ago go when their person signs in again: no sweeper is needed.
const CREATE = tenantStatement(
  'identity.create-session',
  `MATCH (user:User {tenantId: $tenantId, id: $userId})
   SET user.lastSeenAt = $at, user.status = 'ACTIVE'
   WITH user
   OPTIONAL MATCH (old:Session {tenantId: $tenantId, userId: $userId}) WHERE old.expiresAtMs < $forgetMs
   WITH user, collect(old) AS olds
   FOREACH (each IN olds | DELETE each)
   CREATE (session:Session {tenantId: $tenantId, id: $id, userId: $userId, tokenHash: $tokenHash, userAgent: $userAgent,
     ipAddress: $ipAddress, createdAt: $at, lastSeenAt: $at, expiresAtMs: $expiresAtMs})
   RETURN session.id AS id`,
);
const BY_TOKEN = systemStatement(
  'identity.session-by-token',
  'A session token is all that a browser sends; it tells who and of which tenant.',
  `MATCH (session:Session {tokenHash: $tokenHash}) WHERE session.revokedAt IS NULL AND session.expiresAtMs > $nowMs
   MATCH (user:User {tenantId: session.tenantId, id: session.userId}) WHERE user.status = 'ACTIVE'
   OPTIONAL MATCH (user)-[:MEMBER_OF]->(team:Team {tenantId: session.tenantId})
   RETURN session {.*} AS session, session.tenantId AS tenantId, user {.*} AS user, collect(team.id) AS teamIds`,
);
const OF_USER = tenantStatement(
  'identity.sessions-of-user',
  `MATCH (session:Session {tenantId: $tenantId, userId: $userId}) WHERE session.revokedAt IS NULL AND session.expiresAtMs > $nowMs
   RETURN session {.*} AS session ORDER BY session.lastSeenAt DESC, session.id DESC`,
);
const REVOKE = tenantStatement(
  'identity.revoke-sessions',
  `MATCH (session:Session {tenantId: $tenantId, userId: $userId})
   WHERE session.revokedAt IS NULL AND ($id IS NULL OR session.id = $id) AND ($exceptId IS NULL OR session.id <> $exceptId)
   SET session.revokedAt = $at RETURN session.id AS id`,
);
const PASSWORDS = systemStatement(
  'identity.accounts-by-email',
  'Whoever signs in names an address only; it is unique within a tenant, so a few accounts may have it.',
  `MATCH (user:User {email: $email}) WHERE user.status = 'ACTIVE'
   RETURN user.tenantId AS tenantId, user.id AS userId, user.passwordHash AS passwordHash
   ORDER BY user.lastSeenAt DESC, user.id LIMIT 4`,
);
const PASSWORD_OF = tenantStatement(
  'identity.password-of-user',
  `MATCH (user:User {tenantId: $tenantId, id: $userId})
   RETURN user.tenantId AS tenantId, user.id AS userId, user.email AS email, user.passwordHash AS passwordHash`,
);
const SET_PASSWORD = tenantStatement(
  'identity.set-password',
  'MATCH (user:User {tenantId: $tenantId, id: $userId}) SET user.passwordHash = $passwordHash, user.updatedAt = $at RETURN user.id AS id',
);

const FORGET_AFTER_MS = 30 * 24 * 60 * 60 * 1_000; // 30 days

const sessionRow = z.object({ session });
const accountRow = z.object({ tenantId: z.string(), userId: z.string(), passwordHash: orNull(z.string()) });
const principalRow = z.object({ session, tenantId: z.string(), user, teamIds: z.array(z.string()) });

export type Account = z.infer<typeof accountRow>;

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly expiresAtMs: number;
}

export interface SessionPrincipal {
  readonly session: SessionRecord;
  readonly tenantId: string;
  readonly user: UserRecord;
  readonly teamIds: readonly string[];
}

/** Sessions, found by the keyed hash of their token, and the passwords that start them. */
export class SessionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(change: Change, input: NewSession): Promise<void> {
    const parameters = { ...input, at: change.at, forgetMs: change.nowMs - FORGET_AFTER_MS };
    await change.transaction.run(CREATE, parameters, idRow);
  }

  /** Null = unknown, ended, or the person is not active. */
  async byToken(tokenHash: string, nowMs: number): Promise<SessionPrincipal | null> {
    const [row] = await this.#database.read(BY_TOKEN, { tokenHash, nowMs }, principalRow);
    return row ?? null;
  }

  async ofUser(tenantId: string, userId: string, nowMs: number): Promise<readonly SessionRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(OF_USER, { userId, nowMs }, sessionRow);
    return rows.map((row) => row.session);
  }

  /** @returns ids of the sessions that were open until now */
  async revoke(
    change: Change,
    which: { readonly userId: string; readonly id?: string; readonly exceptId?: string | null },
  ): Promise<readonly string[]> {
    const parameters = { userId: which.userId, id: which.id ?? null, exceptId: which.exceptId ?? null, at: change.at };
    return (await change.transaction.run(REVOKE, parameters, idRow)).map((row) => row.id);
  }

  async accountsOfEmail(email: string): Promise<readonly Account[]> {
    return this.#database.read(PASSWORDS, { email }, accountRow);
  }

  async accountOf(tenantId: string, userId: string): Promise<(Account & { readonly email: string }) | null> {
    const [row] = await this.#database
      .tenant(tenantId)
      .read(PASSWORD_OF, { userId }, accountRow.extend({ email: z.string() }));
    return row ?? null;
  }

  async setPassword(change: Change, userId: string, passwordHash: string): Promise<void> {
    await change.transaction.run(SET_PASSWORD, { userId, passwordHash, at: change.at }, idRow);
  }
}
