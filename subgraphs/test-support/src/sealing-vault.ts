import { randomBytes } from 'node:crypto';
import { createVault, LocalKeyEncryptionKey, type Vault, type WrappedDataKey } from '@aether/common/security';
import type { OperationHandlers } from './test-operations.ts';

/** Of the one data key. */
const DATA_KEY_ID = 'vky_1';

export interface SealingVault {
  /** For the configuration of what opens it. */
  readonly vaultKey: Uint8Array;
  readonly vault: Vault;
  /** Gives what opens it the data key. */
  readonly operations: OperationHandlers;
}

/** Identity's part of a credential, without identity: seals under one data key in memory, `vky_1`, and hands that key out. */
export function sealingVault(): SealingVault {
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const vaultKey = random(32);
  const keys = new Map<string, WrappedDataKey>();
  const vault = createVault({
    keyEncryptionKey: new LocalKeyEncryptionKey({ secret: vaultKey, random }),
    store: {
      current: async () => null,
      byId: async (_, id) => keys.get(id) ?? null,
      insertFirst: async (_, key) => {
        keys.set(key.dataKeyId, key);
        return key;
      },
    },
    newDataKeyId: () => DATA_KEY_ID,
    random,
    monotonicMs: () => performance.now(),
  });
  return {
    vaultKey,
    vault,
    operations: {
      VaultKey: ({ id }) => ({
        vaultKey: {
          id,
          version: 1,
          wrappedKey: keys.get(String(id))?.wrapped,
          algorithm: 'AES-256-GCM',
          createdAt: '2026-01-01T00:00:00.000Z',
          retiredAt: null,
        },
      }),
    },
  };
}
