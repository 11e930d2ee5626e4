import { expect, test } from 'vitest';
import { type KeyValueStore, RateLimiter } from '../../src/key-value/index.ts';

export interface KeyValueStoreUnderTest extends AsyncDisposable {
  readonly store: KeyValueStore;
  /** Lets time pass for the store, in milliseconds. */
  advance(ms: number): Promise<void>;
}

/** Every key-value store passes this. Keys are unique per test, so a server may be shared. */
export function keyValueStoreContract(create: () => Promise<KeyValueStoreUnderTest>): void {
  const keyOf = (name: string): string => `tnt_1:${name}:${crypto.randomUUID()}`;
  const ttl = { ttlMs: 60_000 };

  test('a value is read as it was written, until it is deleted', async () => {
    await using under = await create();
    const [key, text] = [keyOf('text'), 'Grüße, 世界 \u0000 end'];
    expect(await under.store.get(key)).toBeNull();
    await under.store.set(key, text, ttl);
    expect(await under.store.get(key)).toBe(text);
    await under.store.set(key, '', ttl);
    expect(await under.store.get(key)).toBe('');
    await under.store.delete(key);
    await under.store.delete(key);
    expect(await under.store.get(key)).toBeNull();
  });

  test('a value is gone when its time is over', async () => {
    await using under = await create();
    const key = keyOf('ends');
    await under.store.set(key, 'x', { ttlMs: 40 });
    expect(await under.store.get(key)).toBe('x');
    await under.advance(40);
    expect(await under.store.get(key)).toBeNull();
  });

  test('of many that set an absent key at once, one wins', async () => {
    await using under = await create();
    const key = keyOf('lock');
    const wrote = await Promise.all(Array.from({ length: 20 }, (_, i) => under.store.setIfAbsent(key, String(i), ttl)));
    expect(wrote.filter(Boolean)).toHaveLength(1);
    expect(await under.store.get(key)).toBe(String(wrote.indexOf(true)));
  });

  test('an absent key can be set again after its end', async () => {
    await using under = await create();
    const key = keyOf('again');
    expect(await under.store.setIfAbsent(key, 'first', { ttlMs: 40 })).toBe(true);
    await under.advance(40);
    expect(await under.store.setIfAbsent(key, 'second', ttl)).toBe(true);
  });

  test('concurrent increments lose none', async () => {
    await using under = await create();
    const key = keyOf('count');
    const sums = await Promise.all(Array.from({ length: 50 }, () => under.store.increment(key, ttl)));
    expect(sums.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(await under.store.increment(key, { ...ttl, by: -10 })).toBe(40);
    expect(await under.store.get(key)).toBe('40');
  });

  test('an increment does not prolong the life of a counter', async () => {
    await using under = await create();
    const key = keyOf('window');
    await under.store.increment(key, { ttlMs: 40 });
    await under.store.increment(key, { ttlMs: 600_000 });
    await under.advance(40);
    expect(await under.store.increment(key, ttl)).toBe(1);
  });

  test('refuses to increment what is not a number', async () => {
    await using under = await create();
    const key = keyOf('text');
    await under.store.set(key, 'abc', ttl);
    await expect(under.store.increment(key, ttl)).rejects.toThrow();
  });

  test('a rate limit lets exactly its number of concurrent calls pass', async () => {
    await using under = await create();
    const limiter = new RateLimiter({ store: under.store, now: () => new Date('2026-11-22T10:00:00.000Z') });
    const key = keyOf('rate');
    const decisions = await Promise.all(
      Array.from({ length: 30 }, () => limiter.consume(key, { limit: 10, windowMs: 60_000 })),
    );
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
  });
}
