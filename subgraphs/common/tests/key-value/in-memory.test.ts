import { describe, expect, test } from 'vitest';
import { InMemoryKeyValueStore } from '../../src/key-value/index.ts';
import { keyValueStoreContract } from './key-value-store.contract.ts';

describe('InMemoryKeyValueStore', () => {
  keyValueStoreContract(async () => {
    let nowMs = 0;
    const store = new InMemoryKeyValueStore({ monotonicMs: () => nowMs });
    return {
      store,
      advance: async (ms) => void (nowMs += ms),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    };
  });

  test('stays within its bytes: what was used longest ago goes first', async () => {
    await using store = new InMemoryKeyValueStore({ monotonicMs: () => 0, maximumBytes: 100_000 });
    const value = 'x'.repeat(1_000);
    await store.set('kept', value, { ttlMs: 1_000 });
    for (let i = 0; i < 1_000; i++) {
      await store.set(`flood:${i}`, value, { ttlMs: 1_000 });
      expect(await store.get('kept')).toBe(value);
    }
    expect(await store.get('flood:0')).toBeNull();
    expect(await store.get('flood:999')).toBe(value);
  });
});
