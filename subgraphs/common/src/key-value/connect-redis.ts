import { Redis, type RedisOptions } from 'ioredis';

export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`, with user and password when the server wants them. */
  readonly url: string;
  /** Told about each lost connection and each failed attempt; ioredis reconnects by itself. */
  readonly onError: (error: Error) => void;
}

const LONGEST_PAUSE_MS = 1_000;

/**
 * A connection that never gives up reconnecting and never makes a command wait for long: Redis is a helper that may be
 * gone at any moment (design: house.md), so its users get an error within a second and go on without it.
 */
export function connectRedis(connection: RedisConnectionOptions, options: RedisOptions = {}): Redis {
  const redis = new Redis(connection.url, {
    // A command fails with the first attempt to reconnect that fails, instead of after twenty.
    maxRetriesPerRequest: 0,
    commandTimeout: 1_000,
    // A command without any answer for this long: the peer vanished without a word, the connection is made anew.
    socketTimeout: 5_000,
    connectTimeout: 3_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_PAUSE_MS),
    ...options,
  });
  redis.on('error', connection.onError);
  return redis;
}

/** Redis answered, and said no (a wrong type, a missing right): not an outage. ioredis gives its `ReplyError` no type. */
export function isRefusalByRedis(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}
