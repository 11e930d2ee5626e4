import type { Viewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { AuthenticateDocument, REVOCATION_CHANNEL } from '@aether/schema';
import { LRUCache } from 'lru-cache';

const CACHE_MS = 15_000; // 15 seconds: the longest a revoked key works when the bell was lost
const SESSION_COOKIE = 'aether_session';

export interface AuthenticatorOptions {
  readonly operations: InternalOperations;
  readonly streams: Streams;
  readonly clock: Clock;
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
    if (name === SESSION_COOKIE && value.length > 0) return decodeURIComponent(value.join('='));
  }
  return null;
}

/** Finds out once who sends, by identity's `authenticate`; answers are kept 15 s and dropped when identity says that something changed. */
export class Authenticator implements AsyncDisposable {
  readonly #options: AuthenticatorOptions;
  readonly #viewers = new LRUCache<string, { viewer: Viewer | null }>({ max: 10_000, ttl: CACHE_MS });
  readonly #stop = new AbortController();
  #listening: Promise<void> = Promise.resolve();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#listening = this.#listen();
  }

  /** Null = no token, or none that is valid any more. */
  async viewerOf(token: string | null, requestId: string): Promise<Viewer | null> {
    if (token === null) return null;
    const known = this.#viewers.get(token);
    const viewer = known === undefined ? await this.#ask(token, requestId) : known.viewer;
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

  async #ask(token: string, requestId: string): Promise<Viewer | null> {
    const { authenticate } = await this.#options.operations.call(
      AuthenticateDocument,
      { token },
      { onBehalfOf: null, requestId },
    );
    const viewer: Viewer | null = authenticate
      ? {
          ...authenticate,
          userId: authenticate.userId ?? null,
          serviceAccountId: null,
          departmentId: authenticate.departmentId ?? null,
          sessionId: authenticate.sessionId ?? null,
          expiresAt: authenticate.expiresAt ?? null,
        }
      : null;
    this.#viewers.set(token, { viewer });
    return viewer;
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
