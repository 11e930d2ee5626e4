import { hashToken } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import { OAUTH_SCOPES } from '@aether/schema';
import { isApiKey } from '../api-key.ts';
import { isAccessToken } from '../authorization-server/connected-app.ts';
import type { ApiKeyStore } from '../db/api-key-store.ts';
import type { ConnectedAppStore } from '../db/connected-app-store.ts';
import type { SessionStore } from '../db/session-store.ts';
import type { UseRecorder } from '../db/use-recorder.ts';
import { sessionEnd, type SessionLifetime } from '../session.ts';
import { personPrincipal } from './person-principal.ts';
import type { PrincipalRecord } from './principal.ts';

export interface AuthenticatorOptions {
  readonly sessions: SessionStore;
  readonly apiKeys: ApiKeyStore;
  readonly connectedApps: ConnectedAppStore;
  readonly uses: UseRecorder;
  readonly clock: Clock;
  readonly pepper: Uint8Array;
  readonly lifetime: SessionLifetime;
}

/** Tokens are a few dozen characters; a longer one is nobody's. */
const LONGEST_TOKEN = 200;

/** Who a session token, an API key or the access token of an app stands for. Gateways remember the answer for 15 s. */
export class Authenticator {
  readonly #options: AuthenticatorOptions;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /** Null = unknown, ended, revoked, or the person is not active. */
  async authenticate(token: string): Promise<PrincipalRecord | null> {
    if (token.length > LONGEST_TOKEN) return null;
    const hash = hashToken(token, this.#options.pepper);
    if (isAccessToken(token)) return this.#ofAccessToken(hash);
    return isApiKey(token) ? this.#ofApiKey(hash) : this.#ofSession(hash);
  }

  async #ofSession(tokenHash: string): Promise<PrincipalRecord | null> {
    const { sessions, uses, clock, lifetime } = this.#options;
    const now = clock.now();
    const found = await sessions.byToken(tokenHash, now.getTime());
    if (found === null) return null;
    const { tenantId, session, user } = found;
    // The new end is what the gateway must know: it would cut a used session off at the old one.
    const expiresAtMs = uses.isDue(session.lastSeenAt, now)
      ? sessionEnd(Date.parse(session.createdAt), now.getTime(), lifetime)
      : session.expiresAtMs;
    uses.sessionSeen({ tenantId, id: session.id, userId: user.id, lastSeenAt: session.lastSeenAt, expiresAtMs }, now);
    return {
      ...personPrincipal(found, null),
      sessionId: session.id,
      expiresAt: new Date(expiresAtMs).toISOString(),
    };
  }

  /** The person, narrowed by what they granted, as an API key narrows them by its scopes. */
  async #ofAccessToken(accessHash: string): Promise<PrincipalRecord | null> {
    const { connectedApps, uses, clock } = this.#options;
    const now = clock.now();
    const found = await connectedApps.byAccess(accessHash, now.getTime());
    if (found === null) return null;
    const { tenantId, app } = found;
    uses.connectedAppUsed({ tenantId, id: app.id, lastUsedAt: app.lastUsedAt }, now);
    const scopes = found.accessScopes.flatMap((scope) => OAUTH_SCOPES[scope].permissions);
    return {
      ...personPrincipal(found, scopes),
      resource: app.resource,
      expiresAt: new Date(found.accessExpiresAtMs).toISOString(),
    };
  }

  async #ofApiKey(secretHash: string): Promise<PrincipalRecord | null> {
    const { apiKeys, uses, clock } = this.#options;
    const now = clock.now();
    const found = await apiKeys.bySecret(secretHash, now.getTime());
    if (found === null) return null;
    const { tenantId, key } = found;
    uses.apiKeyUsed({ tenantId, id: key.id, lastUsedAt: key.lastUsedAt }, now);
    return {
      ...personPrincipal(found, key.scopes),
      apiKeyId: key.id,
      requestsPerMinute: key.requestsPerMinute,
      tokensPerMinute: key.tokensPerMinute,
      models: key.models,
      tools: key.tools,
      expiresAt: key.expiresAtMs === null ? null : new Date(key.expiresAtMs).toISOString(),
    };
  }
}
