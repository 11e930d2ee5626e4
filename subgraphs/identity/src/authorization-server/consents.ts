import type { RateLimit, RateLimiter } from '@aether/common/key-value';
import { hashToken, type Viewer } from '@aether/common/security';
import type { IdSource } from '@aether/schema';
import type { Cause } from '../cause.ts';
import type { ConnectedAppStore } from '../db/connected-app-store.ts';
import type { IdentityChanges } from '../db/identity-changes.ts';
import type { UserWriter } from '../db/user-writer.ts';
import { SessionNeededError } from '../errors.ts';
import type { AppClients } from './app-clients.ts';
import {
  answerUrl,
  type AuthorizationRequest,
  type CheckedAuthorizationRequest,
  checkAuthorizationRequest,
} from './authorization-request.ts';
import { APPS_PER_PERSON, CODE_LIFETIME_MS, newCode } from './connected-app.ts';
import { TooManyAppRequestsError, TooManyAppsError } from './errors.ts';

export interface ConsentsOptions {
  readonly clients: AppClients;
  readonly apps: ConnectedAppStore;
  readonly users: UserWriter;
  readonly changes: IdentityChanges;
  readonly limiter: RateLimiter;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly pepper: Uint8Array;
  readonly publicUrl: string;
}

const HOUR_MS = 60 * 60 * 1_000;
const ANSWERS = { limit: 60, windowMs: HOUR_MS };
/** Each may ask another site for the description of a client. */
const QUESTIONS = { limit: 300, windowMs: HOUR_MS };

/** What a person is asked on the authorization page, and their answer. Nothing is ever granted without one. */
export class Consents {
  readonly #options: ConsentsOptions;

  constructor(options: ConsentsOptions) {
    this.#options = options;
  }

  /** @throws SessionNeededError, TooManyAppRequestsError, OAuthRefusedError, AuthorizationRequestError */
  async check(
    request: AuthorizationRequest,
    viewer: Viewer,
    signal: AbortSignal,
  ): Promise<CheckedAuthorizationRequest> {
    const { clients, publicUrl } = this.#options;
    await this.#count('questions of apps', `identity:check-app:${personOf(viewer)}`, QUESTIONS);
    const client = await clients.find(request.clientId, signal);
    return checkAuthorizationRequest(request, client, { publicUrl, permissions: viewer.permissions });
  }

  /**
   * Where the browser brings a code that is good once, for a minute.
   * @throws what `check` throws, TooManyAppsError
   */
  async allow(request: AuthorizationRequest, viewer: Viewer, cause: Cause, signal: AbortSignal): Promise<string> {
    const { apps, users, changes, ids, random, pepper, publicUrl } = this.#options;
    const userId = personOf(viewer);
    const { client, redirectUri, scopes, resource, codeChallenge } = await this.check(request, viewer, signal);
    await this.#count('apps', `identity:connect-app:${userId}`, ANSWERS);
    const code = newCode(random);
    const id = ids('app');
    await changes.change(cause, async (change) => {
      // Locked, so that two answers at once are counted one after the other.
      await users.locked(change, userId);
      if ((await apps.count(change, userId)) >= APPS_PER_PERSON) throw new TooManyAppsError(APPS_PER_PERSON);
      const granted = { clientName: client.name, redirectUri, resource, scopes };
      await apps.create(change, {
        ...granted,
        id,
        userId,
        clientId: client.clientId,
        codeHash: hashToken(code, pepper),
        codeChallenge,
        codeExpiresAtMs: change.nowMs + CODE_LIFETIME_MS,
      });
      change.tell('connected-app-created', { subject: id, after: granted });
    });
    return answerUrl(request, publicUrl, { code });
  }

  /** Where the browser brings the no. @throws what `check` throws */
  async deny(request: AuthorizationRequest, viewer: Viewer, signal: AbortSignal): Promise<string> {
    await this.check(request, viewer, signal);
    return answerUrl(request, this.#options.publicUrl, {
      error: 'access_denied',
      error_description: 'The person did not agree.',
    });
  }

  async #count(noun: string, key: string, limit: RateLimit): Promise<void> {
    const { allowed, resetMs } = await this.#options.limiter.consume(key, limit);
    if (!allowed) throw new TooManyAppRequestsError(noun, resetMs);
  }
}

/** Only a person in front of a browser lets an app in: a key that could would make itself more keys. */
function personOf({ userId, sessionId }: Viewer): string {
  if (userId === null || sessionId === null) throw new SessionNeededError();
  return userId;
}
