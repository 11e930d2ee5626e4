import { redisIsInstalled, startRedisServer, startTcpProxy, type RedisServer } from '@aether/test-support';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeyValueUnavailableError, RedisKeyValueStore } from '../../src/key-value/index.ts';
import { keyValueStoreContract } from './key-value-store.contract.ts';

describe.skipIf(!redisIsInstalled())('RedisKeyValueStore', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  const storeAt = (port: number): RedisKeyValueStore =>
    new RedisKeyValueStore({ url: `redis://127.0.0.1:${port}`, onError: () => {} });

  keyValueStoreContract(async () => {
    const store = storeAt(redis.port);
    // Redis has its own clock: wait until it has moved on as far, asking Redis itself.
    const clock = new Redis(redis.url);
    const nowMs = async (): Promise<number> => {
      const [seconds = 0, micros = 0] = await clock.time();
      return seconds * 1_000 + micros / 1_000;
    };
    return {
      store,
      async advance(ms) {
        const end = (await nowMs()) + ms + 1; // TIME counts microseconds, expiry whole milliseconds
        while ((await nowMs()) <= end);
      },
      async [Symbol.asyncDispose]() {
        clock.disconnect();
        await store[Symbol.asyncDispose]();
      },
    };
  });

  test('two installations on one Redis do not see each other', async () => {
    await using store = storeAt(redis.port);
    await using other = new RedisKeyValueStore({ url: redis.url, onError: () => {}, prefix: 'other:' });
    await store.set('same', 'mine', { ttlMs: 60_000 });
    await other.increment('same', { ttlMs: 60_000 });
    expect([await store.get('same'), await other.get('same')]).toEqual(['mine', '1']);
  });

  test('a killed Redis is UNAVAILABLE and serves again, empty, when it is back', async () => {
    await using own = await startRedisServer();
    await using store = storeAt(own.port);
    await store.set('key', 'value', { ttlMs: 60_000 });
    await own.kill();
    await expect(store.get('key')).rejects.toThrow(KeyValueUnavailableError);
    await own.restart();
    await expect.poll(() => store.get('key').catch(() => 'down')).toBeNull();
  });

  test('a Redis that swallows every answer is UNAVAILABLE within about a second', async () => {
    await using proxy = await startTcpProxy({ port: redis.port });
    await using store = storeAt(proxy.port);
    await store.set('key', 'value', { ttlMs: 60_000 });
    proxy.setFault({ kind: 'half-open' });
    const start = performance.now();
    await expect(store.get('key')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
