import type { RateLimiter } from '@aether/common/key-value';
import { hashPassword, hashToken, newSecret, type Viewer, verifyPassword } from '@aether/common/security';
import type { Logger } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import type { Cause } from '../cause.ts';
import type { Change, IdentityChanges } from '../db/identity-changes.ts';
import type { LinkStore } from '../db/link-store.ts';
import type { UserWriter } from '../db/user-writer.ts';
import type { Account, SessionStore } from '../db/session-store.ts';
import { normalizedEmail } from '../email-address.ts';
import { SessionNeededError, SignInFailedError, SignInLinkInvalidError, TooManyAttemptsError } from '../errors.ts';
import { checkNewPassword } from '../password-rules.ts';
import { sessionEnd, type SessionLifetime } from '../session.ts';
import { checkName } from '../text-rules.ts';

/** Where a request to sign in comes from. */
export interface Client {
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly requestId: string;
}

export interface SignInOptions {
  readonly sessions: SessionStore;
  readonly links: LinkStore;
  readonly users: UserWriter;
  readonly changes: IdentityChanges;
  readonly limiter: RateLimiter;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly logger: Logger;
  readonly pepper: Uint8Array;
  readonly lifetime: SessionLifetime;
  /** Per address of a person, in 15 minutes. */
  readonly attempts: number;
}

const WINDOW_MS = 15 * 60 * 1_000; // 15 minutes
/** A network address may be a whole office. */
const ATTEMPTS_PER_NETWORK_ADDRESS = 5;
const USER_AGENT_LENGTH = 300;

/** Starts and ends sessions. Answers carry the session's token; only its keyed hash is stored. */
export class SignIn implements AsyncDisposable {
  readonly #options: SignInOptions;
  /** Verified against when there is no account, so that an unknown address takes as long as a wrong password. */
  readonly #nobody: Promise<string>;
  readonly #telling = new Set<Promise<void>>();

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#nobody = hashPassword(newSecret(options.random), options.random);
  }

  /**
   * @throws TooManyAttemptsError
   * @throws SignInFailedError
   */
  async withPassword(input: { readonly email: string; readonly password: string }, client: Client): Promise<string> {
    const { sessions, changes } = this.#options;
    const email = normalizedEmail(input.email);
    await this.#countAttempt(email, client.ipAddress);
    const accounts = await sessions.accountsOfEmail(email);
    const account = await this.#accountWith(input.password, accounts);
    if (account === null) {
      for (const { tenantId, userId } of accounts) this.#tellFailure(tenantId, userId, client);
      throw new SignInFailedError();
    }
    const { tenantId, userId } = account;
    const token = newSecret(this.#options.random);
    await changes.change({ ...client, tenantId, actorId: userId }, async (change) => {
      await this.#startSession(change, userId, token, client);
      change.tell('signed-in', { subject: userId, after: { method: 'password' } });
    });
    return token;
  }

  /**
   * Follows a one-time link. Somebody who was invited may give a name and a password with it.
   * @throws SignInLinkInvalidError when it is used, expired or unknown
   * @throws ValidationError for a weak password; the link is not used up by that
   */
  async withLink(
    linkToken: string,
    profile: { readonly name?: string; readonly password?: string },
    client: Client,
  ): Promise<string> {
    const { links, sessions, users, changes, pepper, random } = this.#options;
    const tokenHash = hashToken(linkToken, pepper);
    const found = await links.find(tokenHash);
    if (found === null) throw new SignInLinkInvalidError();
    const name = profile.name === undefined ? null : checkName(profile.name);
    const account = await sessions.accountOf(found.tenantId, found.userId);
    let passwordHash: string | null = null;
    if (profile.password !== undefined) {
      checkNewPassword(profile.password, account?.email ?? '', ['password']);
      passwordHash = await hashPassword(profile.password, random);
    }
    const token = newSecret(random);
    await changes.change({ ...client, tenantId: found.tenantId, actorId: found.userId }, async (change) => {
      const user = await links.consume(change, tokenHash);
      if (user === null) throw new SignInLinkInvalidError();
      if (name !== null) await users.update(change, { ...user, name });
      if (passwordHash !== null) await sessions.setPassword(change, user.id, passwordHash);
      await this.#startSession(change, user.id, token, client);
      change.tell('signed-in', { subject: user.id, after: { method: found.purpose } });
    });
    return token;
  }

  /** Ends the viewer's session; an API key has none, and nothing happens. */
  async signOut(viewer: Viewer, client: Client): Promise<void> {
    const { sessions, changes } = this.#options;
    const { tenantId, userId, sessionId } = viewer;
    if (userId === null || sessionId === null) return;
    await changes.change({ ...client, tenantId, actorId: userId }, async (change) => {
      const ended = await sessions.revoke(change, { userId, id: sessionId });
      if (ended.length === 0) return;
      change.tell('signed-out', { subject: userId });
      change.revoke(userId);
    });
  }

  /**
   * Sets the viewer's password and ends their other sessions.
   * @throws SignInFailedError when there is a password and `current` is not it
   */
  async changePassword(
    viewer: Viewer,
    input: { readonly current: string | null; readonly next: string },
    client: Client,
  ): Promise<void> {
    const { sessions, changes, random } = this.#options;
    const { tenantId, userId, sessionId } = viewer;
    if (userId === null || sessionId === null) throw new SessionNeededError();
    const account = await sessions.accountOf(tenantId, userId);
    if (account === null) throw new SessionNeededError();
    checkNewPassword(input.next, account.email, ['newPassword']);
    if (account.passwordHash !== null) {
      await this.#countAttempt(account.email, client.ipAddress);
      if ((await this.#accountWith(input.current ?? '', [account])) === null)
        throw new SignInFailedError(['currentPassword']);
    }
    const passwordHash = await hashPassword(input.next, random);
    await changes.change({ ...client, tenantId, actorId: userId }, async (change) => {
      await sessions.setPassword(change, userId, passwordHash);
      const ended = await sessions.revoke(change, { userId, exceptId: sessionId });
      change.tell('user-updated', { subject: userId, after: { password: 'changed', endedSessions: ended.length } });
      change.revoke(userId);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#nobody, ...this.#telling]);
  }

  async #startSession(change: Change, userId: string, token: string, client: Client): Promise<void> {
    const { sessions, ids, pepper, lifetime } = this.#options;
    await sessions.create(change, {
      id: ids('ses'),
      userId,
      tokenHash: hashToken(token, pepper),
      userAgent: client.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
      ipAddress: client.ipAddress,
      expiresAtMs: sessionEnd(change.nowMs, change.nowMs, lifetime),
    });
  }

  async #accountWith(password: string, accounts: readonly Account[]): Promise<Account | null> {
    let found: Account | null = null;
    const withPassword = accounts.filter(({ passwordHash }) => passwordHash !== null);
    if (withPassword.length === 0) await verifyPassword(password, await this.#nobody);
    for (const account of withPassword) {
      if (await verifyPassword(password, account.passwordHash ?? '')) found ??= account;
    }
    return found;
  }

  async #countAttempt(email: string, ipAddress: string | null): Promise<void> {
    const { limiter, attempts, pepper } = this.#options;
    // Hashed: the store of rate windows is no place for people's addresses.
    const keys = [{ key: `identity:sign-in:${hashToken(email, pepper)}`, limit: attempts }];
    if (ipAddress !== null)
      keys.push({ key: `identity:sign-in:${ipAddress}`, limit: attempts * ATTEMPTS_PER_NETWORK_ADDRESS });
    for (const { key, limit } of keys) {
      const { allowed, resetMs } = await limiter.consume(key, { limit, windowMs: WINDOW_MS });
      if (!allowed) throw new TooManyAttemptsError(resetMs);
    }
  }

  /** Not awaited by the answer: its time must not tell whether the address is known. */
  #tellFailure(tenantId: string, userId: string, client: Client): void {
    const { changes, logger } = this.#options;
    const cause: Cause = { ...client, tenantId, actorId: null };
    const telling = changes
      .change(cause, async (change) => change.tell('sign-in-failed', { subject: userId }))
      .catch((error: unknown) =>
        logger.warn({ err: error, requestId: client.requestId }, 'a failed sign-in could not be recorded'),
      )
      .finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }
}
