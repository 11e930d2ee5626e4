import type { Viewer } from '@aether/common/security';
import type { Clock, Logger } from '@aether/common/service';
import type { Authenticator } from './authenticator.ts';

/** How often access is asked for again, so that what was revoked ends. */
const RENEW_MS = 60_000; // 60 seconds

export interface AccessWatchOptions {
  readonly authenticator: Pick<Authenticator, 'viewerOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newRequestId: () => string;
}

/** An open connection, and whose it is. */
export interface WatchedAccess {
  readonly token: string | null;
  readonly viewer: Viewer;
  readonly path: string;
  /** Called when the access is over; perhaps more than once. */
  readonly end: () => void;
}

/** Ends what stays open, sockets and event streams, when the session, key or access token behind it ends: at its time, or a minute after its revocation. */
export class AccessWatch {
  readonly #options: AccessWatchOptions;

  constructor(options: AccessWatchOptions) {
    this.#options = options;
  }

  /** @returns what stops watching */
  start(access: WatchedAccess): () => void {
    const timers = [setInterval(() => void this.#renew(access), RENEW_MS)];
    const { expiresAt } = access.viewer;
    if (expiresAt !== null) {
      const left = Date.parse(expiresAt) - this.#options.clock.now().getTime();
      // Longer than a timer can be set; the renewal ends such access.
      if (left < 2 ** 31) timers.push(setTimeout(access.end, Math.max(0, left)));
    }
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }

  async #renew({ token, path, end }: WatchedAccess): Promise<void> {
    const { authenticator, newRequestId, logger } = this.#options;
    try {
      if ((await authenticator.viewerOf(token, newRequestId(), path)) === null) end();
    } catch (error) {
      logger.warn(
        { err: error },
        'an open connection could not be asked for its access, it stays open until the next time',
      );
    }
  }
}
