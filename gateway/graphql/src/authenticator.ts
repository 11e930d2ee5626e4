import type { RateLimiter } from '@aether/common/key-value';
import type { Viewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { AuthenticateDocument, type AuthenticateQuery, REVOCATION_CHANNEL } from '@aether/schema';
import { LRUCache } from 'lru-cache';
import { RateLimitedError } from './errors.ts';

const CACHE_MS = 15_000; // 15 seconds: the longest a revoked key works when the bell was lost
const SESSION_COOKIE = 'aether_session';
const MINUTE_MS = 60_000;

export interface AuthenticatorOptions {
  readonly operations: InternalOperations;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly limiter: RateLimiter;
}

/** What a token stands for; the limit is that of an API key. */
interface Authenticated {
  readonly viewer: Viewer | null;
  readonly limit: { readonly apiKeyId: string; readonly requestsPerMinute: number } | null;
}

/** The token of a request: an API key in the header wins over the cookie of a browser. */
export function tokenOf(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): string | null {
  const bearer = /^Bearer\s+(\S+)$/iu.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === SESSION_COOKIE && value.length > 0) return value.join('=');
  }
  return null;
}

/** Finds out once who sends, by identity's `authenticate`; answers are kept 15 s and dropped when identity says that something changed. */
export class Authenticator implements AsyncDisposable {
  readonly #options: AuthenticatorOptions;
  readonly #viewers = new LRUCache<string, Authenticated>({ max: 10_000, ttl: CACHE_MS });
  readonly #stop = new AbortController();
  #listening: Promise<void> = Promise.resolve();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#listening = this.#listen();
  }

  /**
   * The viewer of a request that is counted against the key's own limit.
   * @throws RateLimitedError when the key has used up its minute
   */
  async admit(token: string | null, requestId: string): Promise<Viewer | null> {
    const viewer = await this.viewerOf(token, requestId);
    const limit = token === null || viewer === null ? null : (this.#viewers.get(token)?.limit ?? null);
    if (limit === null) return viewer;
    const { allowed, resetMs } = await this.#options.limiter.consume(`api-key:${limit.apiKeyId}`, {
      limit: limit.requestsPerMinute,
      windowMs: MINUTE_MS,
    });
    if (!allowed) throw new RateLimitedError(limit.requestsPerMinute, resetMs);
    return viewer;
  }

  /** Null = no token, or none that is valid any more. Counts nothing: for what the gateway asks by itself. */
  async viewerOf(token: string | null, requestId: string): Promise<Viewer | null> {
    if (token === null) return null;
    const { viewer } = this.#viewers.get(token) ?? (await this.#ask(token, requestId));
    const expired =
      viewer?.expiresAt !== null &&
      viewer?.expiresAt !== undefined &&
      Date.parse(viewer.expiresAt) <= this.#options.clock.now().getTime();
    return expired ? null : viewer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#listening;
  }

  async #ask(token: string, requestId: string): Promise<Authenticated> {
    const { authenticate } = await this.#options.operations.call(
      AuthenticateDocument,
      { token },
      { onBehalfOf: null, requestId },
    );
    const answer = authenticate === null || authenticate === undefined ? NOBODY : toAuthenticated(authenticate);
    this.#viewers.set(token, answer);
    return answer;
  }

  async #listen(): Promise<void> {
    try {
      // Whoever was revoked, everybody is asked again: revocations are rare, and a key does not tell its tenant.
      for await (const _event of this.#options.streams.subscribe(REVOCATION_CHANNEL, { signal: this.#stop.signal }))
        this.#viewers.clear();
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }
}

const NOBODY: Authenticated = { viewer: null, limit: null };

function toAuthenticated(principal: NonNullable<AuthenticateQuery['authenticate']>): Authenticated {
  const { apiKeyId, requestsPerMinute, tenantId, roleKey, teamIds, permissions, scopes } = principal;
  return {
    viewer: {
      tenantId,
      roleKey,
      teamIds,
      permissions,
      scopes,
      userId: principal.userId ?? null,
      serviceAccountId: null,
      departmentId: principal.departmentId ?? null,
      sessionId: principal.sessionId ?? null,
      expiresAt: principal.expiresAt ?? null,
    },
    limit: apiKeyId && requestsPerMinute ? { apiKeyId, requestsPerMinute } : null,
  };
}
