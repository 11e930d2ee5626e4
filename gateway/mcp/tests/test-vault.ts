import { randomBytes } from 'node:crypto';
import { createVault, LocalKeyEncryptionKey, type WrappedDataKey } from '@aether/common/security';
import type { OperationHandlers } from '@aether/test-support';

export interface TestVault {
  /** For the gateway's configuration. */
  readonly vaultKey: Uint8Array;
  readonly operations: OperationHandlers;
}

export interface TestCredential {
  readonly kind: 'API_KEY' | 'BEARER' | 'OAUTH2';
  readonly version: number;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** Of the server that the token was granted for; absent = not known. */
  readonly resource?: string;
}

/** Identity's part of opening a credential. @param credentialOf what it holds at the moment; throws what identity would */
export function testVault(
  credentialOf: (id: string, refusedVersion: number | null) => TestCredential | Promise<TestCredential>,
): TestVault {
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
    newDataKeyId: () => 'vky_1',
    random,
    monotonicMs: () => performance.now(),
  });
  return {
    vaultKey,
    operations: {
      async SealedCredential({ id, purpose, refusedVersion }, { onBehalfOf }) {
        const {
          secret,
          resource = null,
          ...facts
        } = await credentialOf(String(id), typeof refusedVersion === 'number' ? refusedVersion : null);
        const place = {
          tenantId: onBehalfOf?.tenantId ?? '',
          recordId: String(id),
          version: facts.version,
          purpose: String(purpose),
        };
        const sealed = await vault.seal(place, secret);
        return { sealedCredential: { id, ...facts, resource, vaultKeyId: 'vky_1', sealed, expiresAt: null } };
      },
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
