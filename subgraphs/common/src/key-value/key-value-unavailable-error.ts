import { PlatformError } from '../service/platform-error.ts';

/** The key-value store does not answer. Caches go on without it; a rate limit decides itself whether to let pass. */
export class KeyValueUnavailableError extends PlatformError {
  constructor(cause: unknown) {
    super('UNAVAILABLE', 'The key-value store does not answer.', {
      cause,
      hint: 'Check that the Redis of REDIS_URL is reachable; the connection is made again by itself.',
    });
  }
}
