import { createHash } from 'node:crypto';
import { hashToken, sameSecret } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import type { OAuthScope } from '@aether/schema';
import type { ConnectedAppPlace, ConnectedAppStore, LockedApp } from '../db/connected-app-store.ts';
import type { Change, IdentityChanges } from '../db/identity-changes.ts';
import { askedResource, wantedScopes } from './authorization-request.ts';
import {
  ACCESS_LIFETIME_MS,
  familyOf,
  GRACE_MS,
  hashesOf,
  type IssuedTokens,
  isAccessToken,
  newTokens,
  successorOf,
  UNUSED_LIFETIME_MS,
} from './connected-app.ts';
import { InvalidGrantError, OAuthRefusedError } from './errors.ts';

export interface TokenGrantsOptions {
  readonly apps: ConnectedAppStore;
  readonly changes: IdentityChanges;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  readonly pepper: Uint8Array;
  readonly publicUrl: string;
}

/** From where a client asks, for the audit log. */
export interface Asker {
  readonly requestId: string;
  readonly ipAddress: string | null;
}

export interface CodeGrant {
  readonly code: string;
  readonly clientId: string;
  readonly codeVerifier: string;
  /** OAuth 2.1 wants none here; one that comes must be the one before. */
  readonly redirectUri: string | null;
  readonly resource: string | null;
}

export interface RefreshGrant {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly scope: string | null;
  readonly resource: string | null;
}

export interface GrantedTokens extends IssuedTokens {
  readonly scopes: readonly OAuthScope[];
}

/** What became of a grant inside the change: a refusal must be written, so it is thrown afterwards. */
type Outcome = GrantedTokens | OAuthRefusedError;

const VERIFIER = /^[\w.~-]{43,128}$/u; // RFC 7636, 4.1

/**
 * Codes and refresh tokens become access tokens, each once. Whoever comes with a spent one ends the whole family (RFC 9700, 4.14.2); only the
 * refresh token spent last gives what it gave once more, for half a minute.
 */
export class TokenGrants {
  readonly #options: TokenGrantsOptions;

  constructor(options: TokenGrantsOptions) {
    this.#options = options;
  }

  /** A code is tried once: one that comes with anything wrong is no good any more. @throws OAuthRefusedError */
  async redeem(grant: CodeGrant, asker: Asker): Promise<GrantedTokens> {
    const place = await this.#options.apps.byCode(hashToken(grant.code, this.#options.pepper));
    return this.#decide(place, asker, async (change, locked) => {
      const { app, state } = locked;
      if (state.codeUsedAt !== null) return this.#endReplayed(change, locked, 'code');
      const { clientId, redirectUri, resource, codeVerifier } = grant;
      const isRight =
        state.codeExpiresAtMs > change.nowMs &&
        app.clientId === clientId &&
        (redirectUri === null || app.redirectUri === redirectUri) &&
        VERIFIER.test(codeVerifier) &&
        sameSecret(createHash('sha256').update(codeVerifier).digest('base64url'), state.codeChallenge);
      if (isRight && this.#isFor(app.resource, resource))
        return this.#issue(change, app.id, newTokens(this.#options.random), app.scopes);
      await this.#options.apps.revoke(change, { id: app.id, userId: null });
      return isRight
        ? new OAuthRefusedError('invalid_target', 'the person granted another resource')
        : new InvalidGrantError();
    });
  }

  /** @throws OAuthRefusedError */
  async refresh(grant: RefreshGrant, asker: Asker): Promise<GrantedTokens> {
    const { apps, pepper } = this.#options;
    const family = familyOf(grant.refreshToken);
    const place = family === null ? null : await apps.byFamily(hashToken(family, pepper));
    return this.#decide(place, asker, async (change, locked) => {
      const { app, state } = locked;
      if (state.expiresAtMs <= change.nowMs || app.clientId !== grant.clientId) return new InvalidGrantError();
      const hash = hashToken(grant.refreshToken, pepper);
      const isAgain =
        sameSecret(hash, state.previousRefreshHash ?? '') && change.nowMs < (state.refreshedAtMs ?? 0) + GRACE_MS;
      if (!isAgain && !sameSecret(hash, state.refreshHash ?? ''))
        return this.#endReplayed(change, locked, 'refresh token');
      if (!this.#isFor(app.resource, grant.resource))
        return new OAuthRefusedError('invalid_target', 'the person granted another resource');
      const scopes = wantedScopes(grant.scope ?? '', app.scopes);
      if (scopes.length === 0 || !scopes.every((scope) => app.scopes.includes(scope)))
        return new OAuthRefusedError('invalid_scope', 'it asks for none, or for more than the person granted');
      const tokens = successorOf(grant.refreshToken, pepper);
      return isAgain
        ? { ...tokens, scopes: state.accessScopes ?? app.scopes }
        : this.#issue(change, app.id, tokens, scopes);
    });
  }

  /** Ends what a token belongs to (RFC 7009). One that is not valid needs no end. */
  async revoke(token: string, asker: Asker): Promise<void> {
    const { apps, changes, pepper, clock } = this.#options;
    const family = familyOf(token);
    const place = isAccessToken(token)
      ? placeOf(await apps.byAccess(hashToken(token, pepper), clock.now().getTime()))
      : family === null
        ? null
        : await apps.byFamily(hashToken(family, pepper));
    if (place === null) return;
    await changes.change({ ...asker, tenantId: place.tenantId, actorId: place.userId }, async (change) => {
      const [app] = await apps.revoke(change, { id: place.id, userId: null });
      if (app === undefined) return;
      change.revoke(app.userId);
      change.tell('connected-app-revoked', {
        subject: app.id,
        before: { clientName: app.clientName },
        after: { by: 'app' },
      });
    });
  }

  async #decide(
    place: ConnectedAppPlace | null,
    asker: Asker,
    decide: (change: Change, locked: LockedApp) => Promise<Outcome>,
  ): Promise<GrantedTokens> {
    const { apps, changes } = this.#options;
    if (place === null) throw new InvalidGrantError();
    const cause = { ...asker, tenantId: place.tenantId, actorId: place.userId };
    const outcome = await changes.change(cause, async (change) => {
      const locked = await apps.locked(change, place.id);
      return locked === null || locked.state.revokedAt !== null || !locked.isActive
        ? new InvalidGrantError()
        : decide(change, locked);
    });
    if (outcome instanceof OAuthRefusedError) throw outcome;
    return outcome;
  }

  async #issue(
    change: Change,
    id: string,
    tokens: IssuedTokens,
    scopes: readonly OAuthScope[],
  ): Promise<GrantedTokens> {
    const { apps, pepper } = this.#options;
    await apps.issue(change, id, {
      ...hashesOf(tokens, pepper),
      accessScopes: scopes,
      accessExpiresAtMs: change.nowMs + ACCESS_LIFETIME_MS,
      expiresAtMs: change.nowMs + UNUSED_LIFETIME_MS,
    });
    return { ...tokens, scopes };
  }

  async #endReplayed(change: Change, { app }: LockedApp, what: 'code' | 'refresh token'): Promise<Outcome> {
    await this.#options.apps.revoke(change, { id: app.id, userId: null });
    change.revoke(app.userId);
    change.tell('connected-app-replayed', { subject: app.id, before: { clientName: app.clientName }, after: { what } });
    return new InvalidGrantError();
  }

  #isFor(granted: string, asked: string | null): boolean {
    return asked === null || askedResource(asked, this.#options.publicUrl)?.resource === granted;
  }
}

function placeOf(found: Awaited<ReturnType<ConnectedAppStore['byAccess']>>): ConnectedAppPlace | null {
  return found === null ? null : { tenantId: found.tenantId, userId: found.user.id, id: found.app.id };
}
