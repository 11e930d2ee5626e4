import type { Redis } from 'ioredis';
import { connectRedis, isRefusalByRedis, type RedisConnectionOptions } from './connect-redis.ts';
import type { KeyValueStore, TimeToLive } from './key-value-store.ts';
import { KeyValueUnavailableError } from './key-value-unavailable-error.ts';

export interface RedisKeyValueStoreOptions extends RedisConnectionOptions {
  /**
   * Put before every key, so that several installations share one Redis.
   * @default 'aether:'
   */
  readonly prefix?: string;
}

/** INCRBY and, for a key that was unknown, its end of life: in one step, or a crash between would leave it for ever. */
const INCREMENT = `
local known = redis.call('EXISTS', KEYS[1])
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
if known == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return sum`;

/** Shared by all processes. An answer that does not come within a second is a `KeyValueUnavailableError`. */
export class RedisKeyValueStore implements KeyValueStore {
  readonly #redis: Redis;

  constructor({ prefix = 'aether:', ...connection }: RedisKeyValueStoreOptions) {
    this.#redis = connectRedis(connection, { keyPrefix: prefix });
  }

  get(key: string): Promise<string | null> {
    return this.#ask(() => this.#redis.get(key));
  }

  async set(key: string, value: string, { ttlMs }: TimeToLive): Promise<void> {
    await this.#ask(() => this.#redis.set(key, value, 'PX', ttlMs));
  }

  async setIfAbsent(key: string, value: string, { ttlMs }: TimeToLive): Promise<boolean> {
    return (await this.#ask(() => this.#redis.set(key, value, 'PX', ttlMs, 'NX'))) === 'OK';
  }

  async delete(key: string): Promise<void> {
    await this.#ask(() => this.#redis.del(key));
  }

  async increment(key: string, { ttlMs, by = 1 }: TimeToLive & { readonly by?: number }): Promise<number> {
    return Number(await this.#ask(() => this.#redis.eval(INCREMENT, 1, key, by, ttlMs)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#redis.disconnect();
  }

  async #ask<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    try {
      return await command();
    } catch (error) {
      // A defect of ours (a value that is no number), not an outage.
      if (isRefusalByRedis(error)) throw error;
      throw new KeyValueUnavailableError(error);
    }
  }
}
