import type { RateDecision, RateLimiter } from '@aether/common/key-value';
import type { Viewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { acceptsAccessToken, AuthenticateDocument, type AuthenticateQuery, REVOCATION_CHANNEL } from '@aether/schema';
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
  /** Where this installation is reached: access tokens name an address below it. */
  readonly publicUrl: string;
}

/** What a token stands for; the limit is that of an API key, the resource that of an access token. */
interface Authenticated {
  readonly viewer: Viewer | null;
  readonly limit: { readonly apiKeyId: string; readonly requestsPerMinute: number } | null;
  readonly resource: string | null;
}

/** A request that may go on. */
export interface Admitted {
  readonly viewer: Viewer | null;
  /** What its API key has left of this minute; null = no limit. */
  readonly rate: (RateDecision & { readonly limit: number }) | null;
  /** Whether it came by an access token, which its scopes narrow. */
  readonly isScoped: boolean;
}

/** The token of a request: a key or an access token in the header wins over the cookie of a browser. */
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
  readonly #known = new LRUCache<string, Authenticated>({ max: 10_000, ttl: CACHE_MS });
  /** Questions under way: requests of one key that come together ask once. */
  readonly #asked = new Map<string, Promise<Authenticated>>();
  readonly #stop = new AbortController();
  #listening: Promise<void> = Promise.resolve();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#listening = this.#listen();
  }

  /**
   * The viewer of a request, which is counted against the limit of its API key. An access token is good only for a path of its resource.
   * @throws RateLimitedError when the key has used up its minute
   */
  async admit(token: string | null, requestId: string, path: string): Promise<Admitted> {
    const { viewer, limit, resource } = await this.#authenticated(token, requestId);
    const isScoped = resource !== null;
    if (!this.#isFor(resource, path)) return { viewer: null, rate: null, isScoped };
    if (viewer === null || limit === null) return { viewer, rate: null, isScoped };
    const decision = await this.#options.limiter.consume(`api-key:${limit.apiKeyId}`, {
      limit: limit.requestsPerMinute,
      windowMs: MINUTE_MS,
    });
    if (!decision.allowed) throw new RateLimitedError(limit.requestsPerMinute, decision.resetMs);
    return { viewer, rate: { ...decision, limit: limit.requestsPerMinute }, isScoped };
  }

  /** Null = no token, or none that is valid any more. Counts nothing: for what the gateway asks by itself. */
  async viewerOf(token: string | null, requestId: string, path: string): Promise<Viewer | null> {
    const { viewer, resource } = await this.#authenticated(token, requestId);
    return this.#isFor(resource, path) ? viewer : null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#listening;
  }

  #isFor(resource: string | null, path: string): boolean {
    const { publicUrl } = this.#options;
    if (resource === null) return true;
    return resource.startsWith(publicUrl) && acceptsAccessToken(resource.slice(publicUrl.length), path);
  }

  async #authenticated(token: string | null, requestId: string): Promise<Authenticated> {
    if (token === null) return NOBODY;
    const answer = this.#known.get(token) ?? (await (this.#asked.get(token) ?? this.#ask(token, requestId)));
    const expiresAt = answer.viewer?.expiresAt ?? null;
    return expiresAt !== null && Date.parse(expiresAt) <= this.#options.clock.now().getTime() ? NOBODY : answer;
  }

  #ask(token: string, requestId: string): Promise<Authenticated> {
    const asked = this.#options.operations
      .call(AuthenticateDocument, { token }, { onBehalfOf: null, requestId })
      .then(({ authenticate }) => {
        const answer = authenticate === null || authenticate === undefined ? NOBODY : toAuthenticated(authenticate);
        // What was asked before something was revoked answers those who wait, and nobody after them.
        if (this.#asked.get(token) === asked) this.#known.set(token, answer);
        return answer;
      })
      .finally(() => {
        if (this.#asked.get(token) === asked) this.#asked.delete(token);
      });
    this.#asked.set(token, asked);
    return asked;
  }

  async #listen(): Promise<void> {
    try {
      // Whoever was revoked, everybody is asked again: revocations are rare, and a key does not tell its tenant.
      for await (const _event of this.#options.streams.subscribe(REVOCATION_CHANNEL, { signal: this.#stop.signal })) {
        this.#known.clear();
        this.#asked.clear();
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }
}

const NOBODY: Authenticated = { viewer: null, limit: null, resource: null };

function toAuthenticated(principal: NonNullable<AuthenticateQuery['authenticate']>): Authenticated {
  const {
    apiKeyId,
    requestsPerMinute,
    tokensPerMinute,
    models,
    tools,
    tenantId,
    roleKey,
    teamIds,
    permissions,
    scopes,
  } = principal;
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
      ...(apiKeyId ? { apiKey: { id: apiKeyId, models, tools, tokensPerMinute: tokensPerMinute ?? null } } : {}),
    },
    resource: principal.resource ?? null,
    limit: apiKeyId && requestsPerMinute ? { apiKeyId, requestsPerMinute } : null,
  };
}
