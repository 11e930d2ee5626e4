import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import {
  createVault,
  type DataKeyStore,
  LocalKeyEncryptionKey,
  UnsealError,
  type Vault,
  type WrappedDataKey,
} from '../../src/security/index.ts';

const place = { tenantId: 'tnt_1', recordId: 'crd_1', version: 1, purpose: 'model-provider' };
const secret = randomBytes(32);

class StoredKeys implements DataKeyStore {
  readonly keys = new Map<string, WrappedDataKey>();
  reads = 0;

  async current(tenantId: string): Promise<WrappedDataKey | null> {
    this.reads++;
    return this.keys.get(tenantId) ?? null;
  }

  async byId(tenantId: string, dataKeyId: string): Promise<WrappedDataKey | null> {
    const key = await this.current(tenantId);
    return key?.dataKeyId === dataKeyId ? key : null;
  }

  async insertFirst(tenantId: string, key: WrappedDataKey): Promise<WrappedDataKey> {
    const winner = this.keys.get(tenantId) ?? key;
    this.keys.set(tenantId, winner);
    return winner;
  }
}

let store: StoredKeys;
let nowMs: number;
let ids: number;
const vaultWith = (vaultSecret: Uint8Array): Vault =>
  createVault({
    keyEncryptionKey: new LocalKeyEncryptionKey({ secret: vaultSecret, random: randomBytes }),
    store,
    newDataKeyId: () => `vky_${++ids}`,
    random: randomBytes,
    monotonicMs: () => nowMs,
  });

beforeEach(() => {
  [store, nowMs, ids] = [new StoredKeys(), 0, 0];
});

test('a secret opens in another process that has the same installation secret', async () => {
  const sealed = await vaultWith(secret).seal(place, 'sk-grüße');
  expect(sealed).not.toContain('sk-');
  expect(await vaultWith(secret).unseal(place, sealed)).toBe('sk-grüße');
});

test.each([
  ['another record', { recordId: 'crd_2' }],
  ['an older version', { version: 2 }],
  ['another purpose', { purpose: 'webhook' }],
])('does not open for %s', async (_, change) => {
  const vault = vaultWith(secret);
  const sealed = await vault.seal(place, 'secret');
  await expect(vault.unseal({ ...place, ...change }, sealed)).rejects.toThrow(UnsealError);
});

test('does not open for another tenant, even with the data key copied there', async () => {
  const vault = vaultWith(secret);
  const sealed = await vault.seal(place, 'secret');
  await expect(vault.unseal({ ...place, tenantId: 'tnt_2' }, sealed)).rejects.toThrow(UnsealError);
  const stolen = store.keys.get('tnt_1');
  if (stolen !== undefined) store.keys.set('tnt_2', stolen);
  await expect(vault.unseal({ ...place, tenantId: 'tnt_2' }, sealed)).rejects.toThrow(UnsealError);
});

test('another installation secret is told as such', async () => {
  const sealed = await vaultWith(secret).seal(place, 'secret');
  await expect(vaultWith(randomBytes(32)).unseal(place, sealed)).rejects.toThrow(/made with the vault key \w{12}/);
});

test('processes that make the first key of a tenant at once agree on one', async () => {
  const vaults = [vaultWith(secret), vaultWith(secret), vaultWith(secret)];
  const sealed = await Promise.all(vaults.map((vault) => vault.seal(place, 'secret')));
  expect(new Set(sealed.map((text) => text.split('.')[1])).size).toBe(1);
  for (const text of sealed) expect(await vaultWith(secret).unseal(place, text)).toBe('secret');
});

test('a data key is kept for five minutes, then asked for again', async () => {
  const vault = vaultWith(secret);
  const sealed = await vault.seal(place, 'secret');
  await vault.unseal(place, sealed);
  const reads = store.reads;
  nowMs = 5 * 60_000 - 1;
  await vault.unseal(place, sealed);
  expect(store.reads).toBe(reads);
  store.keys.clear();
  nowMs = 5 * 60_000;
  await expect(vault.unseal(place, sealed)).rejects.toThrow(UnsealError);
});

test('a store that fails once does not fail for five minutes', async () => {
  const vault = vaultWith(secret);
  const { current } = store;
  store.current = () => Promise.reject(new Error('database away'));
  await expect(vault.seal(place, 'secret')).rejects.toThrow('database away');
  store.current = current;
  await vault.seal(place, 'secret');
});

test('a place with a separator in it is refused, as it could read like another', async () => {
  await expect(vaultWith(secret).seal({ ...place, purpose: 'a|b' }, 'x')).rejects.toThrow(RangeError);
});
