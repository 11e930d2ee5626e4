import { type Database, systemStatement, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import { LinkPurpose } from '../sign-in-link.ts';
import type { Change } from './identity-changes.ts';
import { idRow, user } from './rows.ts';

// Older links of the person end with the new one: the newest is the one that counts.
const CREATE = tenantStatement(
  'identity.create-sign-in-link',
  `MATCH (user:User {tenantId: $tenantId, id: $userId})
   OPTIONAL MATCH (old:SignInLink {tenantId: $tenantId, userId: $userId})
   WITH user, collect(old) AS olds
   FOREACH (each IN olds | DELETE each)
   CREATE (link:SignInLink {tenantId: $tenantId, id: $id, userId: $userId, tokenHash: $tokenHash, purpose: $purpose,
     createdAt: $at, expiresAtMs: $expiresAtMs})
   RETURN link.id AS id`,
);
const FIND = systemStatement(
  'identity.find-sign-in-link',
  'Whoever follows a link is not signed in, so its secret is all that tells the tenant.',
  'MATCH (link:SignInLink {tokenHash: $tokenHash}) RETURN link.tenantId AS tenantId, link.userId AS userId, link.purpose AS purpose',
);
// The lock comes first: of two that follow one link at once, the second finds it used.
const CONSUME = tenantStatement(
  'identity.consume-sign-in-link',
  `MATCH (link:SignInLink {tenantId: $tenantId, tokenHash: $tokenHash}) SET link.lock = $at
   WITH link WHERE link.usedAt IS NULL AND (link.expiresAtMs IS NULL OR link.expiresAtMs > $nowMs)
   MATCH (user:User {tenantId: $tenantId, id: link.userId}) WHERE user.status <> 'DEACTIVATED'
   SET link.usedAt = $at
   RETURN user {.*} AS user`,
);
const USER_OF_EMAIL = systemStatement(
  'identity.newest-account-of-email',
  'An operator asks for a link by address; the address is unique within a tenant only.',
  `MATCH (user:User {email: $email}) WHERE user.status <> 'DEACTIVATED'
   RETURN user.tenantId AS tenantId, user.id AS userId ORDER BY user.createdAt DESC LIMIT 1`,
);

const placeRow = z.object({ tenantId: z.string(), userId: z.string() });
const linkRow = placeRow.extend({ purpose: z.enum(LinkPurpose) });

export interface NewLink {
  readonly id: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly purpose: LinkPurpose;
  readonly expiresAtMs: number | null;
}

/** One-time links, found by the keyed hash of their secret. */
export class LinkStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(change: Change, link: NewLink): Promise<void> {
    await change.transaction.run(CREATE, { ...link, at: change.at }, idRow);
  }

  async find(tokenHash: string): Promise<z.infer<typeof linkRow> | null> {
    const [row] = await this.#database.read(FIND, { tokenHash }, linkRow);
    return row ?? null;
  }

  /** The person whom the link signs in; null when it is used, expired, or the person was deactivated. */
  async consume(change: Change, tokenHash: string): Promise<z.infer<typeof user> | null> {
    const parameters = { tokenHash, nowMs: change.nowMs, at: change.at };
    const [row] = await change.transaction.run(CONSUME, parameters, z.object({ user }));
    return row?.user ?? null;
  }

  async accountOfEmail(email: string): Promise<z.infer<typeof placeRow> | null> {
    const [row] = await this.#database.read(USER_OF_EMAIL, { email }, placeRow);
    return row ?? null;
  }
}
